package org.p2psip.suite.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.CallingPhone;

/** Two edges of a site: a phone that is connected to the one is called through the other, until the first one dies. */
@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class TwoEdgesTest {
    private static final Path FILES = Path.of("target", "two-edges").toAbsolutePath();
    /** As phones write that know no address of theirs: it leads nowhere, so they are reached over their flow or not. */
    private static final String NOWHERE = "phone.invalid";

    private static final Duration GIVEN_UP = Duration.ofSeconds(4);
    private static final Duration ACK_LIMIT = Duration.ofSeconds(5);
    private static final User ALICE = User.named("edges-alice");
    private static final User BOB = User.named("edges-bob");
    private static final User CAROL = User.named("edges-carol");

    @Test
    void phoneConnectedToOneEdgeIsCalledThroughTheOtherAndEitherSideHangsUp(Node node) {
        node.enroll(List.of(ALICE, BOB));
        Sipp sipp = new Sipp(FILES.resolve("phone"), Sipp.Transport.TCP);
        try (AnotherEdge other = AnotherEdge.start(node, FILES.resolve("other"));
                CallingPhone alice = callingPhone(node)) {
            for (boolean bobHangsUp : List.of(false, true)) {
                FlowPhone phone = new FlowPhone(BOB, NOWHERE, "two-edges-" + bobHangsUp, bobHangsUp);
                try (CalledPhone bob = phone.start(sipp, other.sip())) {
                    CallingPhone.Call call = alice.call(BOB.aor(), phone.callId());
                    if (bobHangsUp) {
                        call.awaitBye();
                    } else {
                        call.hangUp();
                    }
                    bob.finish().allSucceeded(1);
                    assertThat(bob.messages())
                            .as("both edges stay on the route")
                            .contains("Record-Route: <sip:")
                            .contains("127.0.0.1:" + node.sipPort())
                            .contains("127.0.0.1:" + other.sip().getPort());
                }
            }
        }
    }

    @Test
    void callsThroughAnEdgeThatDiedCanBeEndedAndItsPhonesAreUnavailableSoon(Node node) {
        node.enroll(List.of(ALICE, BOB, CAROL));
        Sipp overUdp = new Sipp(FILES.resolve("udp"), Sipp.Transport.UDP);
        Sipp overTcp = new Sipp(FILES.resolve("tcp"), Sipp.Transport.TCP);
        FlowPhone connected = new FlowPhone(BOB, NOWHERE, "two-edges-lost", false);
        try (AnotherEdge dying = AnotherEdge.start(
                        node,
                        FILES.resolve("dying"),
                        "p2psip.sip.site-host=127.0.0.1",
                        "p2psip.sip.site-port=" + node.sipPort());
                CalledPhone bob = connected.start(overTcp, dying.sip());
                CalledPhone carol = overUdp.answer(1);
                CallingPhone alice = callingPhone(node);
                CallingPhone throughDying =
                        new CallingPhone(dying.sip(), ALICE.name(), ALICE.domain(), ALICE.password())) {
            overUdp.register(node.sip(), List.of(CAROL), carol.port(), 1).allSucceeded(1);
            CallingPhone.Call call = throughDying.call(CAROL.aor(), "two-edges-orphan");
            Await.until("ACK at the phone", ACK_LIMIT, () -> carol.messages().contains("\nACK sip:"));

            dying.kill();

            Answered unavailable = alice.attempt(BOB.aor(), connected.callId());
            assertThat(unavailable.status()).as("%s", unavailable).isEqualTo(480);
            assertThat(unavailable.took()).isLessThan(GIVEN_UP);
            call.hangUpBy(node.sip());
            carol.finish().allSucceeded(1);
            assertThat(bob.messages()).as("what came to the lost phone").doesNotContain("INVITE sip:");
        }
    }

    private static CallingPhone callingPhone(Node node) {
        return new CallingPhone(node.sip(), ALICE.name(), ALICE.domain(), ALICE.password());
    }
}
