package org.p2psip.routing.service.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.CertificateRequest;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.tls.member.EnrollmentAuthority;
import org.p2psip.tls.member.MemberSettings;
import org.p2psip.tls.service.ServiceSecurity;
import org.p2psip.tls.service.TlsSettings;

/** Who may say on a link that it is a peer of the ring. */
class LinkIdentityTest {
    private static final NodeId NODE =
            NodeId.ofHex("00000000000000000000000000000011").orElseThrow();
    private static final NodeId OTHER =
            NodeId.ofHex("00000000000000000000000000000022").orElseThrow();

    private final CertificateAuthority ca = CertificateAuthority.make("example.org", Instant.now(), Duration.ofDays(1));

    @TempDir
    private Path directory;

    @Test
    void peerIsBelievedTheNodeIdOfItsCertificate() throws Exception {
        assertThat(secured().refusal(NODE, shown(issue(ca, Role.PEER)))).isEmpty();
    }

    @Test
    void anothersNodeIdIsNotBelieved() throws Exception {
        assertThat(secured().refusal(OTHER, shown(issue(ca, Role.PEER))))
                .hasValueSatisfying(why -> assertThat(why).contains("has the certificate of [" + NODE.toHex()));
    }

    @Test
    void edgeIsNoPeer() throws Exception {
        assertThat(secured().refusal(NODE, shown(issue(ca, Role.EDGE))))
                .hasValueSatisfying(why -> assertThat(why).contains("has the roles [EDGE], expected PEER"));
    }

    @Test
    void forgedCertificateShowsNothing() throws Exception {
        CertificateAuthority foreign = CertificateAuthority.make("example.org", Instant.now(), Duration.ofDays(1));
        assertThat(secured().refusal(NODE, shown(issue(foreign, Role.PEER))))
                .hasValueSatisfying(why -> assertThat(why).contains("no CA of the overlay issued it"));
    }

    @Test
    void claimWithoutACertificateIsNotBelieved() throws Exception {
        assertThat(secured().refusal(NODE, Attributes.EMPTY))
                .hasValueSatisfying(why -> assertThat(why).contains("no certificate shows"));
    }

    @Test
    void withoutTlsAClaimIsBelievedOnLoopbackOnly() {
        LinkIdentity plain = new LinkIdentity(ServiceSecurity.none(RoutingCalls.TABLE));
        for (String own : List.of("127.0.0.1", "127.0.0.9", "::1")) {
            assertThat(plain.refusal(NODE, from(own))).isEmpty();
            assertThat(plain.refusal(from(own))).isEmpty();
        }
        for (String other : List.of("192.0.2.1", "2001:db8::1")) {
            assertThat(plain.refusal(NODE, from(other))).isPresent();
            assertThat(plain.refusal(from(other))).isPresent();
        }
        assertThat(plain.refusal(NODE, null))
                .hasValueSatisfying(why -> assertThat(why).contains("no certificate", NODE.toHex()));
    }

    private LinkIdentity secured() throws IOException, InterruptedException {
        MemberSettings member = new MemberSettings(
                directory, new MemberSettings.Token.None(), Optional.empty(), Duration.ofMinutes(1), 66);
        ServiceSecurity security =
                ServiceSecurity.start(new TlsSettings(true, "", member), RoutingCalls.TABLE, new OwnCa());
        try (security) {
            assertThat(security.awaitCertificate(Duration.ofSeconds(20))).isTrue();
        }
        return new LinkIdentity(security);
    }

    private static X509Certificate issue(CertificateAuthority by, Role role) throws NoSuchAlgorithmException {
        return by.issue(
                identity(role),
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic(),
                Instant.now(),
                Duration.ofHours(1));
    }

    private static Identity identity(Role role) {
        return new Identity(
                "example.org",
                List.of(NODE.toHex()),
                NODE.toHex() + "@example.org",
                Set.of(role),
                Optional.of("local"));
    }

    /** A connection on which that certificate was shown. */
    private static Attributes shown(X509Certificate certificate) {
        SSLSession session = (SSLSession) Proxy.newProxyInstance(
                SSLSession.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getPeerCertificates") ? new Certificate[] {certificate} : null);
        return Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session)
                .build();
    }

    private static Attributes from(String address) {
        return Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress(address, 5000))
                .build();
    }

    private final class OwnCa implements EnrollmentAuthority {
        @Override
        public Configuration configuration() {
            return new Configuration("example.org", List.of(ca.certificate()));
        }

        @Override
        public List<X509CRL> revocationLists() {
            return List.of();
        }

        @Override
        public List<X509Certificate> enroll(byte[] csr, String token) {
            CertificateRequest request = ((CertificateRequest.Parsed.Sound) CertificateRequest.parse(csr)).request();
            return List.of(
                    ca.issue(identity(Role.PEER), request.key(), Instant.now(), Duration.ofHours(1)), ca.certificate());
        }

        @Override
        public List<X509Certificate> renew(byte[] csr, X509Certificate old, byte[] signature) {
            return enroll(csr, "");
        }
    }
}
