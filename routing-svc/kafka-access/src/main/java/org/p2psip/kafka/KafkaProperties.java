package org.p2psip.kafka;

import java.util.Optional;

/** The keys under {@code p2psip.kafka} that are the same for every service, as they are written; see {@link KafkaAccess}. */
public interface KafkaProperties {
    /** Brokers, "host:port" separated by commas. */
    String bootstrap();

    /** PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, as Kafka calls them; PLAINTEXT when absent. */
    Optional<String> securityProtocol();

    /** SCRAM-SHA-256, SCRAM-SHA-512 or PLAIN, the last with SASL_SSL only; SCRAM-SHA-512 when absent. */
    Optional<String> saslMechanism();

    /** The name for SASL. */
    Optional<String> user();

    /** A file with the password for SASL, and nothing else but a line's end. */
    Optional<String> passwordFile();

    /** PEM: the CAs that brokers' certificates are checked by; Java's own when absent. */
    Optional<String> trustFile();

    /** PEM: a certificate for brokers that ask for one, with the CAs between. */
    Optional<String> clientCertificate();

    /** PEM: its private key, PKCS #8, not encrypted. */
    Optional<String> clientKey();
}
