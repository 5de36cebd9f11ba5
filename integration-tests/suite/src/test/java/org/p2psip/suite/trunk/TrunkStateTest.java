package org.p2psip.suite.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.program.Kamailio;

/** What an operator sees of trunks: state, registration, and a trunks file that is changed. */
@NeedsPrograms("kamailio")
@ExtendWith(SharedNode.class)
class TrunkStateTest {
    private static final Path FILES = Path.of("target", "trunk-state").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int REFUSED = 3;

    @Test
    void hostIsDownWhileItsProbesAreNotAnsweredAndTheEdgeRegisters(Node node) {
        int port = Ports.free();
        Kamailio.Setup carrier = new Kamailio.Setup(FILES.resolve("kamailio")).port(port);
        TrunksFile file = new TrunksFile(FILES.resolve("trunks.yaml"));
        file.write(
                """
                trunks:
                - name: carrier
                  hosts: ["sip:127.0.0.2:%d"]
                  probe: {interval: 1s, timeout: 500ms, down-after: 2, up-after: 2}
                  outbound:
                    login: {user: %s, password-env: TRUNK_PASSWORD}
                    registration:
                      registrar: sip:127.0.0.2:%d
                      aor: sip:%s@%s
                      expires: 60s
                """
                        .formatted(port, Kamailio.USER, port, Kamailio.USER, Kamailio.REALM));
        try (Kamailio first = carrier.start();
                AnotherEdge edge = AnotherEdge.start(
                        node, FILES.resolve("edge"), Map.of("TRUNK_PASSWORD", Kamailio.PASSWORD), file.setting())) {
            Await.until("the trunk is up and registered", SOON, () -> {
                JsonNode trunk = trunk(node, edge);
                return trunk.path("up").asBoolean()
                        && trunk.path("lastProbeAgoMs").isNumber()
                        && trunk.path("registration").asText().equals("registered");
            });
            assertThat(first.log()).contains("request REGISTER sip:127.0.0.2:" + port, "request OPTIONS ");
            first.stop();
            Await.until("the trunk is down", SOON, () -> !trunk(node, edge)
                    .path("up")
                    .asBoolean());
            try (Kamailio second = carrier.start()) {
                Await.until("the trunk is up again", SOON, () -> trunk(node, edge)
                        .path("up")
                        .asBoolean());
                assertThat(second.log()).contains("request OPTIONS ");
            }
            assertThat(node.run("trunks", "--target", edge.grpc()).succeeded().output())
                    .contains("TRUNK", "carrier", "sip:127.0.0.2:" + port);
        }
    }

    @Test
    void invalidFileIsRefusedWithItsLineAndTheOldOneStays(Node node) {
        TrunksFile file = new TrunksFile(FILES.resolve("reload.yaml"));
        file.write("trunks:\n- name: before\n  hosts: ['sip:127.0.0.1:9']\n  probe: off\n");
        try (AnotherEdge edge = AnotherEdge.start(node, FILES.resolve("reload"), file.setting())) {
            Await.until(
                    "the trunk is there",
                    SOON,
                    () -> trunk(node, edge).path("name").asText().equals("before"));
            file.write("trunks:\n- name: after\n  hosts: ['sip:127.0.0.1:9']\n  probe: sometimes\n");
            Await.until("the refusal", SOON, () -> trunks(node, edge).exitCode() == REFUSED);
            Finished refused = trunks(node, edge);
            assertThat(refused.errors())
                    .contains("refused: " + file.path() + ":4: trunks[0].probe: \"sometimes\": must be off, or");
            assertThat(refused.output()).contains("\"before\"").doesNotContain("\"after\"");
            assertThat(edge.log()).contains(file.path() + ":4: trunks[0].probe");
            assertThat(edge.metrics().sumOfCounters(name -> name.startsWith("p2psip_trunks_reload_refused")))
                    .isPositive();
            file.write("trunks:\n- name: after\n  hosts: ['sip:127.0.0.1:9']\n  probe: off\n");
            Await.until(
                    "the mended file",
                    SOON,
                    () -> trunk(node, edge).path("name").asText().equals("after"));
            assertThat(trunks(node, edge).exitCode()).isZero();
        }
        file.write("trunks: [");
        assertThat(AnotherEdge.refused(node, FILES.resolve("refused"), file.setting()))
                .contains("p2psip.trunks-file is \"" + file.path())
                .contains(":1: is no YAML");
    }

    private static Finished trunks(Node node, AnotherEdge edge) {
        return node.run("trunks", "--json", "--target", edge.grpc());
    }

    private static JsonNode trunk(Node node, AnotherEdge edge) {
        return Node.json(trunks(node, edge)).path("trunks").path(0);
    }
}
