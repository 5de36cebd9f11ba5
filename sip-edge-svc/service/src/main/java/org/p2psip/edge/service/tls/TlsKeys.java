package org.p2psip.edge.service.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What is made of the files of one moment.
 *
 * @param server for connections that come in; null without a certificate
 * @param webSocketServer the same for browsers, which are never asked for a certificate
 * @param client for those that the edge opens; shows the edge's certificate when it is asked
 * @param trust who is trusted
 * @param description the edge's certificate, for the log
 */
record TlsKeys(SslContext server, SslContext webSocketServer, SslContext client, Trust trust, String description) {
    /** Sessions that are kept to be resumed, by each context. */
    private static final int SESSIONS = 4_096;

    private static final int SESSION_SECONDS = 3_600;

    static TlsKeys read(TlsOptions options) throws TlsFilesRefused {
        Trust trust;
        try {
            trust = Trust.in(
                    options.trust().isPresent() ? certificates(options.trust().get()) : List.of());
        } catch (GeneralSecurityException | IOException e) {
            throw refused("trust", options.trust(), "must be certificates in PEM", e);
        }
        try {
            SslContextBuilder client =
                    common(SslContextBuilder.forClient(), options).trustManager(trust.strict());
            if (options.certificate().isEmpty()) {
                return new TlsKeys(null, null, client.build(), trust, "none");
            }
            List<X509Certificate> chain = certificates(options.certificate().get());
            chain.getFirst().checkValidity();
            PrivateKey key = PrivateKeyFile.read(options.key().orElseThrow(), chain.getFirst());
            X509Certificate[] own = chain.toArray(new X509Certificate[0]);
            client.keyManager(key, own);
            return new TlsKeys(
                    server(options, own, key, trust, options.clients()),
                    server(options, own, key, trust, TlsOptions.ClientCertificates.NONE),
                    client.build(),
                    trust,
                    chain.getFirst().getSubjectX500Principal() + ", valid until "
                            + chain.getFirst().getNotAfter().toInstant());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw refused(
                    "certificate",
                    options.certificate(),
                    "must be a valid certificate chain in PEM, and p2psip.sip.tls.key ("
                            + options.key().map(Path::toString).orElse("") + ") its private key in PKCS #8",
                    e);
        }
    }

    private static SslContext server(
            TlsOptions options,
            X509Certificate[] chain,
            PrivateKey key,
            Trust trust,
            TlsOptions.ClientCertificates clients)
            throws SSLException {
        return common(SslContextBuilder.forServer(key, chain), options)
                .clientAuth(
                        switch (clients) {
                            case NONE -> ClientAuth.NONE;
                            case REQUEST -> ClientAuth.OPTIONAL;
                            case REQUIRE -> ClientAuth.REQUIRE;
                        })
                .trustManager(clients == TlsOptions.ClientCertificates.REQUIRE ? trust.strict() : trust.anyClient())
                .build();
    }

    private static SslContextBuilder common(SslContextBuilder builder, TlsOptions options) {
        return builder.sslProvider(SslProvider.JDK)
                .protocols(options.protocols())
                .endpointIdentificationAlgorithm(null) // RFC 5922 is not HTTPS: names are looked at after the handshake
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_SECONDS);
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> read = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        List<X509Certificate> certificates =
                read.stream().map(X509Certificate.class::cast).toList();
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        return certificates;
    }

    private static TlsFilesRefused refused(String key, Optional<Path> file, String allowed, Exception cause) {
        String reason = cause instanceof IOException && !(cause instanceof SSLException)
                ? "cannot be read: " + cause
                : String.valueOf(cause.getMessage());
        return new TlsFilesRefused(
                "p2psip.sip.tls." + key + " is \"" + file.map(Path::toString).orElse("") + "\": it " + allowed + "; "
                        + reason,
                cause);
    }
}
