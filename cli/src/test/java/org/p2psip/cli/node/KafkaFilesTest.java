package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaFilesTest {
    @TempDir
    private Path temp;

    private Path access;
    private Path data;
    private final TestSettings asked = new TestSettings();

    @BeforeEach
    void directories() throws IOException {
        access = temp.resolve("access");
        data = Files.createDirectory(temp.resolve("kafka"));
        asked.listen = "192.0.2.1";
        asked.kafkaAccess = access.toString();
    }

    private Map<String, String> share() throws IOException {
        NodeSettings node = asked.settings();
        return KafkaFiles.made(node, new NodeAddresses(node), data);
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            byte[] pem = text.substring(text.indexOf("-----BEGIN CERTIFICATE")).getBytes(StandardCharsets.US_ASCII);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        }
    }

    @Test
    void sharedBrokerListensForOthersByTlsAndPasswordAndHandsOutWhatTheyNeed() throws Exception {
        Map<String, String> broker = share();
        String password = Files.readString(access.resolve("password")).strip();
        assertThat(broker)
                .containsEntry("listeners", "OTHERS://192.0.2.1:7467")
                .containsEntry("listener.security.protocol.map", "OTHERS:SASL_SSL");
        assertThat(broker.get("listener.name.others.plain.sasl.jaas.config"))
                .contains("user_p2psip=\"" + password + "\"");
        X509Certificate authority = certificate(access.resolve("ca.pem"));
        X509Certificate own = certificate(Path.of(broker.get("listener.name.others.ssl.keystore.location")));
        own.verify(authority.getPublicKey());
        assertThat(own.getSubjectAlternativeNames()).contains(List.of(7, "192.0.2.1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatWasHandedOutHoldsAfterARestart() throws Exception {
        share();
        String password = Files.readString(access.resolve("password"));
        byte[] authority = Files.readAllBytes(access.resolve("ca.pem"));
        Map<String, String> again = share();
        assertThat(access.resolve("password")).hasContent(password);
        assertThat(access.resolve("ca.pem")).hasBinaryContent(authority);
        certificate(Path.of(again.get("listener.name.others.ssl.keystore.location")))
                .verify(certificate(access.resolve("ca.pem")).getPublicKey());
    }

    @Test
    void servicesOfAnotherMachineConnectWithIt() throws Exception {
        share();
        assertThat(new KafkaFiles(access).keys())
                .containsExactly(
                        "-Dp2psip.kafka.security-protocol=SASL_SSL",
                        "-Dp2psip.kafka.user=p2psip",
                        "-Dp2psip.kafka.password-file=" + access.resolve("password"),
                        "-Dp2psip.kafka.trust-file=" + access.resolve("ca.pem"),
                        "-Dp2psip.kafka.sasl-mechanism=PLAIN");
    }

    @Test
    void directoryWithoutAPasswordIsRefused() throws Exception {
        share();
        Files.delete(access.resolve("password"));
        asked.kafka = "192.0.2.1:7467";
        assertThat(asked.settings().problems())
                .singleElement()
                .asString()
                .startsWith("--kafka-access " + access + " has no file \"password\"");
    }

    @Test
    void nodesThatWereStartedTogetherUseTheirBrokerInClear() {
        NodeSettings first = asked.settings().among(1, 2);
        NodeSettings second = first.at(new Place(1, 1, 2, 2));
        assertThat(first.sharesBroker()).isTrue();
        assertThat(second.sharesBroker()).isFalse();
        assertThat(second.brokerAccess()).isEmpty();
        asked.kafka = "kafka.example.org:9093";
        NodeSettings elsewhere = asked.settings().among(1, 2).at(new Place(1, 1, 2, 2));
        assertThat(elsewhere.brokerAccess()).isPresent();
    }
}
