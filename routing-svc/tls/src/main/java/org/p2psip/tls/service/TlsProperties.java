package org.p2psip.tls.service;

import java.util.Optional;

/** The keys under {@code p2psip.tls} as they were written; {@link TlsSettings} is what they mean. */
public interface TlsProperties {
    /** Whether gRPC connections are secured: true or false. */
    String enabled();

    /** "host:port" of the enrollment server. */
    Optional<String> enrollment();

    /** A one-time token for the first start. */
    Optional<String> token();

    /** A file with the token; it may come later. */
    Optional<String> tokenFile();

    /** A file with the CAs of the overlay, PEM; needed until the enrollment. */
    Optional<String> trustFile();

    /** From one question for CAs and revocation lists to the next. */
    String refreshSeconds();

    /** Part of a certificate's time after which it is renewed. */
    String renewPercent();
}
