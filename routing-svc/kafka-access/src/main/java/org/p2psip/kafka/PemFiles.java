package org.p2psip.kafka;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Certificates and keys for Kafka's clients, which take PEM as text. */
final class PemFiles {
    private PemFiles() {}

    static Map<String, Object> options(KafkaProperties keys, KafkaAccess.Refusal refusal) {
        Map<String, Object> options = new HashMap<>();
        KafkaAccess.given(keys.trustFile()).ifPresent(file -> {
            options.put("ssl.truststore.type", "PEM");
            options.put("ssl.truststore.certificates", certificates("trust-file", file, refusal));
        });
        Optional<String> certificate = KafkaAccess.given(keys.clientCertificate());
        Optional<String> key = KafkaAccess.given(keys.clientKey());
        if (certificate.isPresent() != key.isPresent()) {
            String missing = certificate.isPresent() ? "client-key" : "client-certificate";
            throw refusal.of(
                    KafkaAccess.PREFIX + missing,
                    "",
                    "a file in PEM, as client-certificate and client-key go together");
        }
        certificate.ifPresent(file -> {
            options.put("ssl.keystore.type", "PEM");
            options.put("ssl.keystore.certificate.chain", certificates("client-certificate", file, refusal));
            options.put("ssl.keystore.key", privateKey(key.get(), refusal));
        });
        return options;
    }

    /** The text of a file that a key names. */
    static String read(String key, String file, KafkaAccess.Refusal refusal) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw refusal.of(KafkaAccess.PREFIX + key, file, "a file that can be read (" + e + ")");
        }
    }

    private static String certificates(String key, String file, KafkaAccess.Refusal refusal) {
        String text = read(key, file, refusal);
        try {
            boolean some = !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
            if (some) {
                return text;
            }
        } catch (CertificateException e) {
            throw refusal.of(
                    KafkaAccess.PREFIX + key, file, "a file with certificates in PEM (" + e.getMessage() + ")");
        }
        throw refusal.of(KafkaAccess.PREFIX + key, file, "a file with certificates in PEM; it has none");
    }

    private static String privateKey(String file, KafkaAccess.Refusal refusal) {
        String text = read("client-key", file, refusal);
        if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
            throw refusal.of(
                    KafkaAccess.PREFIX + "client-key",
                    file,
                    "a file with a private key in PEM, PKCS #8, not encrypted (-----BEGIN PRIVATE KEY-----)");
        }
        return text;
    }
}
