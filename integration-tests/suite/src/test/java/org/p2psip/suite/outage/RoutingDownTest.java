package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.load.RegisterLoad;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Service;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.sip.SipProbe;

@ExtendWith(SharedNode.class)
class RoutingDownTest {
    /** The edge tries again every second at the latest. */
    private static final Duration RECONNECT_LIMIT = Duration.ofSeconds(3);

    private static final User CALLER = User.named("caller-without-overlay");
    private static final User ABSENT = User.named("absent-without-overlay");

    @Test
    void theEdgeRefusesForAWhileAndServesAgainWithoutARestart(Node node) {
        node.enroll(List.of(CALLER, ABSENT));
        try (SipProbe probe = new SipProbe(node.sip())) {
            assertThat(RegisterLoad.register(probe, CALLER).status()).isEqualTo(200);
            assertThat(Refusal.callSomebodyAbsent(probe, CALLER, ABSENT).status())
                    .isEqualTo(480);
            Service edge = node.service("edge");

            node.kill("routing");
            Refusal.assertRefused(RegisterLoad.register(probe, CALLER));
            Refusal.assertRefused(Refusal.callSomebodyAbsent(probe, CALLER, ABSENT));
            Refusal.assertEdgeAnswers(probe);
            assertThat(node.service("edge")).isEqualTo(edge).matches(Service::ready);

            node.up();
            Await.until(
                    "a registration after routing is back",
                    RECONNECT_LIMIT,
                    () -> RegisterLoad.register(probe, CALLER).status() == 200);
            assertThat(Refusal.callSomebodyAbsent(probe, CALLER, ABSENT).status())
                    .isEqualTo(480);
            assertThat(node.service("edge").pid()).as("pid of the edge").isEqualTo(edge.pid());
        }
    }
}
