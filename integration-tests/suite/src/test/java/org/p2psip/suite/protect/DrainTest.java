package org.p2psip.suite.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.OwnEdge;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.program.SippCounts;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class DrainTest {
    private static final Path FILES = Path.of("target", "drain").toAbsolutePath();
    private static final int CALLS = 20;
    private static final Duration CALL = Duration.ofSeconds(4);
    private static final int DRAIN_SECONDS = 20;
    /** 128 and the number of SIGTERM, as of any process that ends by it. */
    private static final int ENDED_BY_SIGTERM = 143;

    @Test
    void edgeThatIsToldToEndServesItsCallsAndNothingElse(Node node) {
        List<User> users = User.many("drained", 2 * CALLS);
        node.enroll(users);
        List<Sipp.Call> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> new Sipp.Call(users.get(i + CALLS), users.get(i)))
                .toList();
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        try (OwnEdge edge = OwnEdge.of(node, FILES, "p2psip.drain-seconds=" + DRAIN_SECONDS);
                CalledPhone phone = sipp.answer(CALLS);
                SipProbe probe = new SipProbe(node.sip())) {
            sipp.register(node.sip(), users, phone.port(), CALLS).allSucceeded(2 * CALLS);
            CompletableFuture<SippCounts> running =
                    CompletableFuture.supplyAsync(() -> sipp.call(node.sip(), calls, "drained", CALLS, CALL));
            Await.until(
                    "all calls are up",
                    Duration.ofSeconds(15),
                    () -> node.edgeMetrics().sumOfCounters(line -> line.startsWith("p2psip_edge_calls_answered_total"))
                            >= CALLS);

            edge.terminate();

            Await.until("OPTIONS is answered 503", Duration.ofSeconds(5), () -> options(probe) == 503);
            assertThat(edge.readiness()).as("readiness while it drains").isNotEqualTo(200);
            assertThat(edge.isAlive()).as("it still serves its calls").isTrue();
            running.join().allSucceeded(CALLS);
            phone.finish().allSucceeded(CALLS);
            assertThat(edge.exitCode(Duration.ofSeconds(DRAIN_SECONDS))).isEqualTo(ENDED_BY_SIGTERM);
        }
    }

    private static int options(SipProbe probe) {
        return probe.transact(
                        SipRequest.of("OPTIONS", "sip:" + Node.DOMAIN, "sip:probe@example.com", "sip:" + Node.DOMAIN))
                .status();
    }
}
