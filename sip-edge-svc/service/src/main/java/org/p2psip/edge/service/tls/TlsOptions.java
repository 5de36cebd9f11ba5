package org.p2psip.edge.service.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What TLS is made of.
 *
 * @param certificate chain in PEM, the edge's own first; empty when there is none
 * @param key its private key in PEM (PKCS #8, not encrypted); present with the certificate
 * @param trust authorities in PEM; empty for those of the Java runtime
 * @param tls12 whether 1.2 is allowed beside 1.3
 * @param clients what is asked of clients
 * @param handshakeTimeoutMs until a handshake has failed
 * @param reloadSeconds how often the files are looked at
 */
public record TlsOptions(
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> trust,
        boolean tls12,
        ClientCertificates clients,
        int handshakeTimeoutMs,
        int reloadSeconds) {

    /** What is asked of clients. */
    public enum ClientCertificates {
        /** Nothing. */
        NONE,
        /** A certificate; without one that is trusted they come in as strangers. */
        REQUEST,
        /** A certificate that is trusted. */
        REQUIRE
    }

    List<String> protocols() {
        return tls12 ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.3");
    }

    /** The files, in a fixed order. */
    List<Path> files() {
        return Stream.of(certificate, key, trust).flatMap(Optional::stream).toList();
    }
}
