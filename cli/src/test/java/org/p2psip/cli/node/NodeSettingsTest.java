package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.cli.node.NodeSettings.Auth;

class NodeSettingsTest {
    private static NodeSettings listening(String address, Auth auth, boolean insecure) {
        TestSettings asked = new TestSettings();
        asked.listen = address;
        asked.auth = auth;
        asked.insecure = insecure;
        return asked.settings();
    }

    private static NodeSettings serving(List<String> domains, List<String> redirectDomains) {
        TestSettings asked = new TestSettings();
        asked.domains = domains;
        asked.redirectDomains = redirectDomains;
        return asked.settings();
    }

    private static NodeSettings on(int sipPort, int turnPort, int portBase) {
        TestSettings asked = new TestSettings();
        asked.sipPort = sipPort;
        asked.turnPort = turnPort;
        asked.portBase = portBase;
        return asked.settings();
    }

    @Test
    void defaultsHaveNoProblem() {
        assertThat(NodeSettings.defaults().problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, true",
        "127.0.0.5, false, true",
        "::1, false, true",
        "0.0.0.0, false, false",
        "192.0.2.1, false, false",
        "192.0.2.1, true, true"
    })
    void nodeWithoutAuthenticationIsForLoopback(String listen, boolean insecure, boolean allowed) {
        List<String> problems = listening(listen, Auth.NONE, insecure).problems();

        assertThat(problems.isEmpty()).isEqualTo(allowed);
        assertThat(problems).allSatisfy(problem -> assertThat(problem).contains("--auth none", listen, "--insecure"));
    }

    @Test
    void nodeWithDigestMayListenAnywhere() {
        assertThat(listening("192.0.2.1", Auth.DIGEST, false).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "user@example.org", "example.org:5060", "example..org", "sip:example.org", "[::1]"})
    void whatIsNoDomainIsNamed(String domain) {
        assertThat(serving(List.of(domain), List.of()).problems())
                .anySatisfy(problem -> assertThat(problem).contains("\"" + domain + "\" is no domain"));
    }

    @Test
    void domainsThatAreRedirectedAreOwnDomains() {
        NodeSettings settings = serving(List.of("Example.ORG", "example.net"), List.of("example.net", "example.com"));

        assertThat(settings.ownDomains()).containsExactly("example.org", "example.net", "example.com");
        assertThat(settings.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3478, 7460, --sip-port 0",
        "65536, 3478, 7460, --sip-port 65536",
        "5060, -1, 7460, --turn-port -1",
        "5060, 3478, 65530, --port-base 65530",
        "7465, 3478, 7460, among the ports 7460 to 7473"
    })
    void portThatCannotBeUsedIsNamed(int sipPort, int turnPort, int portBase, String named) {
        assertThat(on(sipPort, turnPort, portBase).problems())
                .anySatisfy(problem -> assertThat(problem).contains(named));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not an address", "no-such-host.invalid"})
    void listenAddressThatIsNoneIsNamed(String listen) {
        assertThat(listening(listen, Auth.DIGEST, false).problems())
                .anySatisfy(problem -> assertThat(problem).contains("--listen " + listen));
    }

    @Test
    void kafkaWithoutAPortIsNamed() {
        TestSettings asked = new TestSettings();
        asked.kafka = "kafka";

        assertThat(asked.settings().problems())
                .anySatisfy(problem -> assertThat(problem).contains("--kafka \"kafka\""));
    }

    @Test
    void trunksFileThatCannotBeReadIsNamed() {
        TestSettings asked = new TestSettings();
        asked.trunks = "/nowhere";

        assertThat(asked.settings().problems()).containsExactly("--trunks /nowhere is no file that can be read");
    }

    @Test
    void certificateWithoutItsKeyIsNamed() throws IOException {
        Path certificate = Files.createTempFile("edge", ".pem");
        assertThat(withTls(new SipTls(certificate.toString(), "", 5061)).problems())
                .singleElement()
                .asString()
                .contains("--tls-certificate and --tls-key go together", certificate.toString());
        assertThat(withTls(new SipTls(certificate.toString(), "/nowhere", 5061)).problems())
                .containsExactly("--tls-key /nowhere is no file that can be read");
        Files.delete(certificate);
    }

    @Test
    void tlsPortThatIsTakenIsNamed() throws IOException {
        Path file = Files.createTempFile("edge", ".pem");
        assertThat(withTls(new SipTls(file.toString(), file.toString(), 5060)).problems())
                .singleElement()
                .asString()
                .contains("--tls-port 5060");
        Files.delete(file);
    }

    private static NodeSettings withTls(SipTls tls) {
        TestSettings asked = new TestSettings();
        asked.tls = tls;
        return asked.settings();
    }
}
