package org.p2psip.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaAccessTest {
    private static final KafkaAccess.Refusal REFUSAL =
            (key, value, allowed) -> new IllegalArgumentException(key + " is \"" + value + "\"; allowed is " + allowed);

    @TempDir
    private Path directory;

    private final Map<String, String> given = new HashMap<>();

    @BeforeEach
    void files() throws Exception {
        given.put("bootstrap", "kafka.example.org:9093");
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        X500Name name = new X500Name("CN=kafka");
        X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.EPOCH),
                        Date.from(Instant.EPOCH.plusSeconds(4_000_000_000L)),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        write("ca.pem", pem(certificate));
        write("key.pem", pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        write("password", "se\"cr\\et\n");
        write("empty", "\n");
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private KafkaAccess access() {
        return KafkaAccess.of(new Given(), REFUSAL);
    }

    private void give(String settings) {
        for (String setting : settings.strip().split("\\s+")) {
            String[] parts = setting.split("=", 2);
            boolean isFile = parts[0].endsWith("file") || parts[0].startsWith("client");
            given.put(parts[0], isFile ? directory.resolve(parts[1]).toString() : parts[1]);
        }
    }

    @Test
    void withoutASecurityProtocolNothingIsAskedFor() {
        assertThat(access().options())
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka.example.org:9093"),
                        Map.entry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void saslOverTlsGivesKafkasClientsPasswordAndTrust() throws Exception {
        give("security-protocol=SASL_SSL user=edge password-file=password trust-file=ca.pem");
        assertThat(access().options())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"edge\""
                                + " password=\"se\\\"cr\\\\et\";")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", Files.readString(directory.resolve("ca.pem")));
    }

    @ParameterizedTest
    @CsvSource({
        "SASL_SSL,PLAIN",
        "SASL_SSL,SCRAM-SHA-256",
        "SASL_SSL,SCRAM-SHA-512",
        "SASL_PLAINTEXT,SCRAM-SHA-256",
        "SASL_PLAINTEXT,SCRAM-SHA-512"
    })
    void kafkasClientTakesTheOptionsOfEachMechanism(String protocol, String mechanism) {
        give("security-protocol=" + protocol + " sasl-mechanism=" + mechanism + " user=edge password-file=password");
        given.put("bootstrap", "127.0.0.1:1");
        try (Admin admin = Admin.create(access().options())) {
            assertThat(admin).isNotNull();
        }
    }

    @Test
    void kafkasClientTakesACertificateOfItsOwn() {
        give("security-protocol=SSL trust-file=ca.pem client-certificate=ca.pem client-key=key.pem");
        given.put("bootstrap", "127.0.0.1:1");
        try (Admin admin = Admin.create(access().options())) {
            assertThat(admin).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bootstrap=kafka | p2psip.kafka.bootstrap is \"kafka\"; allowed is host:port",
                "security-protocol=TLS | p2psip.kafka.security-protocol is \"TLS\"; allowed is PLAINTEXT or SSL or",
                "security-protocol=SASL_SSL | p2psip.kafka.user is \"\"; allowed is a name",
                "security-protocol=SASL_SSL user=u | p2psip.kafka.password-file is \"\"; allowed is a file",
                "security-protocol=SASL_SSL user=u password-file=none | a file that can be read",
                "security-protocol=SASL_SSL user=u password-file=empty | a file that is not empty",
                "security-protocol=SASL_SSL user=u password-file=password sasl-mechanism=GSSAPI | SCRAM-SHA-256 or",
                "security-protocol=SASL_PLAINTEXT user=u password-file=password sasl-mechanism=PLAIN | shows the password",
                "security-protocol=SSL trust-file=password | a file with certificates in PEM",
                "security-protocol=SSL trust-file=empty | a file with certificates in PEM",
                "security-protocol=SSL client-certificate=ca.pem | p2psip.kafka.client-key is \"\"",
                "security-protocol=SSL client-key=key.pem | p2psip.kafka.client-certificate is \"\"",
                "security-protocol=SSL client-certificate=ca.pem client-key=ca.pem | PKCS #8",
                "security-protocol=SSL user=u | p2psip.kafka.user is \"u\"; allowed is nothing",
                "password-file=password | allowed is nothing, as p2psip.kafka.security-protocol is PLAINTEXT",
                "trust-file=ca.pem | allowed is nothing, as p2psip.kafka.security-protocol is PLAINTEXT",
            })
    void wrongSettingsAreRefusedWithKeyValueAndWhatIsAllowed(String settings, String message) {
        give(settings);
        assertThatThrownBy(this::access).hasMessageContaining(message).hasMessageStartingWith("p2psip.kafka.");
    }

    @Test
    void passwordIsNotInItsText() {
        give("security-protocol=SASL_SSL user=edge password-file=password");
        assertThat(access()).asString().isEqualTo("Kafka at kafka.example.org:9093");
    }

    private final class Given implements KafkaProperties {
        private Optional<String> value(String key) {
            return Optional.ofNullable(given.get(key));
        }

        @Override
        public String bootstrap() {
            return given.get("bootstrap");
        }

        @Override
        public Optional<String> securityProtocol() {
            return value("security-protocol");
        }

        @Override
        public Optional<String> saslMechanism() {
            return value("sasl-mechanism");
        }

        @Override
        public Optional<String> user() {
            return value("user");
        }

        @Override
        public Optional<String> passwordFile() {
            return value("password-file");
        }

        @Override
        public Optional<String> trustFile() {
            return value("trust-file");
        }

        @Override
        public Optional<String> clientCertificate() {
            return value("client-certificate");
        }

        @Override
        public Optional<String> clientKey() {
            return value("client-key");
        }
    }
}
