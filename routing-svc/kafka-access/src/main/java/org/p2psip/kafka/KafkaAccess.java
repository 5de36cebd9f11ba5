package org.p2psip.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Kafka is, and how its clients connect to it. Files are read once: another password or CA holds from the next
 * start on.
 */
public final class KafkaAccess {
    /** Makes what a service throws for a setting that it refuses. */
    @FunctionalInterface
    public interface Refusal {
        /** @param allowed what the value may be */
        RuntimeException of(String key, String value, String allowed);
    }

    static final String PREFIX = "p2psip.kafka.";
    private static final String SERVERS = "[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*";
    private static final List<String> PROTOCOLS = List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final List<String> MECHANISMS = List.of("SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN");

    private final Map<String, Object> options;

    private KafkaAccess(Map<String, Object> options) {
        this.options = Map.copyOf(options);
    }

    /** Brokers that ask for nothing, over connections in clear. */
    public static KafkaAccess plaintext(String bootstrap) {
        return new KafkaAccess(Map.of("bootstrap.servers", bootstrap));
    }

    /** What the keys mean; throws what {@code refusal} makes for the first that is wrong. */
    public static KafkaAccess of(KafkaProperties keys, Refusal refusal) {
        String bootstrap = keys.bootstrap().strip();
        if (!bootstrap.matches(SERVERS)) {
            throw refusal.of(PREFIX + "bootstrap", keys.bootstrap(), "host:port, several separated by commas");
        }
        String protocol = oneOf(PROTOCOLS, "security-protocol", keys.securityProtocol(), "PLAINTEXT", refusal);
        boolean sasl = protocol.startsWith("SASL_");
        boolean tls = protocol.endsWith("SSL");
        Map<String, Object> options = new HashMap<>();
        options.put("bootstrap.servers", bootstrap);
        options.put("security.protocol", protocol);
        if (sasl) {
            options.putAll(sasl(keys, tls, refusal));
        } else {
            String allowed = "nothing, as " + PREFIX + "security-protocol is " + protocol
                    + "; SASL_SSL and SASL_PLAINTEXT take it";
            unused("sasl-mechanism", keys.saslMechanism(), allowed, refusal);
            unused("user", keys.user(), allowed, refusal);
            unused("password-file", keys.passwordFile(), allowed, refusal);
        }
        if (tls) {
            options.putAll(PemFiles.options(keys, refusal));
        } else {
            String allowed =
                    "nothing, as " + PREFIX + "security-protocol is " + protocol + "; SASL_SSL and SSL take it";
            unused("trust-file", keys.trustFile(), allowed, refusal);
            unused("client-certificate", keys.clientCertificate(), allowed, refusal);
            unused("client-key", keys.clientKey(), allowed, refusal);
        }
        return new KafkaAccess(options);
    }

    /** What every client of Kafka is made with, beside its own options. Has the password in it: not for logs. */
    public Map<String, Object> options() {
        return options;
    }

    /** The same, and a client's own options. */
    public Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> all = new HashMap<>(options);
        all.putAll(own);
        return all;
    }

    /** Brokers, "host:port" separated by commas. */
    public String bootstrap() {
        return options.get("bootstrap.servers").toString();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Kafka at " + bootstrap();
    }

    private static Map<String, Object> sasl(KafkaProperties keys, boolean tls, Refusal refusal) {
        String mechanism = oneOf(MECHANISMS, "sasl-mechanism", keys.saslMechanism(), "SCRAM-SHA-512", refusal);
        boolean plain = mechanism.equals("PLAIN");
        if (plain && !tls) {
            throw refusal.of(
                    PREFIX + "sasl-mechanism",
                    mechanism,
                    "SCRAM-SHA-256 or SCRAM-SHA-512 with SASL_PLAINTEXT, as PLAIN shows the password; or SASL_SSL");
        }
        String user = given(keys.user())
                .orElseThrow(() -> refusal.of(PREFIX + "user", "", "a name, as the security-protocol has SASL"));
        String password = given(keys.passwordFile())
                .map(file -> PemFiles.read("password-file", file, refusal).strip())
                .orElseThrow(() -> refusal.of(
                        PREFIX + "password-file", "", "a file with the password, as the security-protocol has SASL"));
        if (password.isEmpty()) {
            throw refusal.of(PREFIX + "password-file", keys.passwordFile().orElse(""), "a file that is not empty");
        }
        String module = plain
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        return Map.of(
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
    }

    /** As JAAS reads it. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isBlank()).map(String::strip);
    }

    /** A value without effect is a mistake: somebody believes that it protects. */
    private static void unused(String key, Optional<String> value, String allowed, Refusal refusal) {
        given(value).ifPresent(text -> {
            throw refusal.of(PREFIX + key, text, allowed);
        });
    }

    private static String oneOf(
            List<String> allowed, String key, Optional<String> value, String standard, Refusal refusal) {
        String text = given(value).orElse(standard);
        if (!allowed.contains(text)) {
            throw refusal.of(PREFIX + key, text, String.join(" or ", allowed));
        }
        return text;
    }
}
