package org.p2psip.tls;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.p2psip.identity.Role;

/**
 * How the gRPC connections of a service are secured: all of them are made and served through one of these. Either none is
 * (for loopback), or each is by TLS 1.3 with certificates of the overlay on both sides.
 */
public final class GrpcSecurity {
    /**
     * How long a connection to one address of a service of the own site may take, milliseconds. A name there has many
     * addresses, and that of a pod whose host is gone answers nothing: the next one is tried after this.
     */
    public static final int SITE_CONNECT_LIMIT_MS = 500;

    /** Sessions are not resumed later than that: a certificate is checked again for each connection. */
    private static final int SESSION_SECONDS = 1;

    private static final long HANDSHAKE_LIMIT_S = 10;

    /** Certificates that are remembered as good: verifying a CA's signature costs more than most calls. */
    private static final int REMEMBERED_LIMIT = 1024;

    private static final GrpcSecurity PLAINTEXT = new GrpcSecurity(
            false,
            Optional::empty,
            () -> Trust.NOBODY,
            chain -> Trust.NOBODY,
            InstantSource.system(),
            new TlsCounts(),
            provider());

    private final boolean on;
    private final Supplier<Optional<MemberCertificate>> own;
    private final Supplier<Trust> trust;
    /** The same at a handshake, for the chain that is shown. */
    private final Function<X509Certificate[], Trust> trustFor;

    private final InstantSource clock;
    private final TlsCounts counts;
    private final SslProvider provider;
    private final Map<X509Certificate, Remembered> remembered = new ConcurrentHashMap<>();

    /** That a certificate was good by what was trusted then. */
    private record Remembered(Trust trust, Standing.Good good) {}

    private GrpcSecurity(
            boolean on,
            Supplier<Optional<MemberCertificate>> own,
            Supplier<Trust> trust,
            Function<X509Certificate[], Trust> trustFor,
            InstantSource clock,
            TlsCounts counts,
            SslProvider provider) {
        this.on = on;
        this.own = own;
        this.trust = trust;
        this.trustFor = trustFor;
        this.clock = clock;
        this.counts = counts;
        this.provider = provider;
    }

    /** None. */
    public static GrpcSecurity plaintext() {
        return PLAINTEXT;
    }

    /**
     * Mutual TLS.
     *
     * @param own what is shown; asked at each handshake
     * @param trust who is trusted; asked at each handshake and call
     */
    public static GrpcSecurity mutualTls(
            Supplier<Optional<MemberCertificate>> own, Supplier<Trust> trust, InstantSource clock, TlsCounts counts) {
        return new GrpcSecurity(true, own, trust, chain -> trust.get(), clock, counts, provider());
    }

    /**
     * The same for who may know no more of the overlay yet than the fingerprint of its CA.
     *
     * @param trustFor who is trusted, for the chain that the other side shows; asked at each handshake
     */
    public static GrpcSecurity enrolling(
            Supplier<Optional<MemberCertificate>> own,
            Function<X509Certificate[], Trust> trustFor,
            InstantSource clock,
            TlsCounts counts) {
        return new GrpcSecurity(true, own, () -> Trust.NOBODY, trustFor, clock, counts, provider());
    }

    /** For who has no certificate and knows the fingerprint of the overlay's CA. */
    public static GrpcSecurity pinned(Fingerprint authority) {
        return enrolling(Optional::empty, authority::in, InstantSource.system(), new TlsCounts());
    }

    /** The same by another implementation of TLS, for comparisons. */
    public GrpcSecurity by(SslProvider other) {
        return new GrpcSecurity(on, own, trust, trustFor, clock, counts, other);
    }

    /** Whether there is any. */
    public boolean isOn() {
        return on;
    }

    /** What this member shows; empty without TLS, and before it is enrolled. */
    public Optional<MemberCertificate> own() {
        return own.get();
    }

    /** Checks a certificate by who is trusted now. */
    public Standing check(X509Certificate certificate) {
        Trust now = trust.get();
        Instant instant = clock.instant();
        Remembered known = remembered.get(certificate);
        if (known != null
                && known.trust() == now
                && instant.isBefore(certificate.getNotAfter().toInstant())) {
            return known.good();
        }
        Standing standing = now.check(certificate, instant);
        if (standing instanceof Standing.Good good) {
            if (remembered.size() >= REMEMBERED_LIMIT) {
                remembered.clear();
            }
            remembered.put(certificate, new Remembered(now, good));
        }
        return standing;
    }

    /** What was counted. */
    public TlsCounts counts() {
        return counts;
    }

    /** Which TLS is used: OpenSSL's where it can be loaded, as it costs less, else the JDK's. */
    public static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /**
     * Secures a connection that will be opened.
     *
     * @param expected one of these roles has who is there; none for any member
     */
    public NettyChannelBuilder secure(NettyChannelBuilder builder, Role... expected) {
        return on ? builder.sslContext(client(Set.of(expected))) : builder.usePlaintext();
    }

    /**
     * Secures connections that come in.
     *
     * @param strangers whether who has no certificate may connect; a wrong one is refused anyway
     */
    public void secure(NettyServerBuilder builder, boolean strangers) {
        if (on) {
            builder.sslContext(server(strangers)).handshakeTimeout(HANDSHAKE_LIMIT_S, TimeUnit.SECONDS);
        }
    }

    /**
     * For sockets that are not gRPC's, between members of one role and of the site of this one. Both sides have to show
     * their certificates.
     */
    public SSLContext amongSite(Role role) {
        Supplier<Optional<String>> site =
                () -> own.get().flatMap(member -> member.identity().site());
        CertificateCheck check =
                new CertificateCheck(trustFor, new CertificateCheck.Expected(Set.of(role), site), clock, counts);
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new KeyChoice(own)}, new TrustManager[] {check}, null);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private SslContext client(Set<Role> expected) {
        return build(SslContextBuilder.forClient()
                .keyManager(new KeyChoice(own))
                .trustManager(
                        new CertificateCheck(trustFor, CertificateCheck.Expected.ofRoles(expected), clock, counts)));
    }

    private SslContext server(boolean strangers) {
        return build(SslContextBuilder.forServer(new KeyChoice(own))
                .clientAuth(strangers ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE)
                .trustManager(new CertificateCheck(trustFor, CertificateCheck.Expected.ANYBODY, clock, counts)));
    }

    private SslContext build(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, provider)
                    .protocols("TLSv1.3")
                    .sessionTimeout(SESSION_SECONDS)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }
}
