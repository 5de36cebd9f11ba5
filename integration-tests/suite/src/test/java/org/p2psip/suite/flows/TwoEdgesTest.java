package org.p2psip.suite.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.CallingPhone;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** Two edges of a site: a phone that is connected to the one is called through the other, until the first one dies. */
@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class TwoEdgesTest {
    private static final Path FILES = Path.of("target", "two-edges").toAbsolutePath();
    /** As phones write that know no address of theirs: it leads nowhere, so they are reached over their flow or not. */
    private static final String NOWHERE = "phone.invalid";

    private static final Duration GIVEN_UP = Duration.ofSeconds(4);
    private static final Duration AT_PHONE = Duration.ofSeconds(10);
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
        Sipp sipp = new Sipp(FILES.resolve("lost"), Sipp.Transport.TCP);
        FlowPhone connected = new FlowPhone(BOB, NOWHERE, "two-edges-lost", false);
        try (AnotherEdge dying = AnotherEdge.start(
                        node,
                        FILES.resolve("dying"),
                        "p2psip.sip.site-host=127.0.0.1",
                        "p2psip.sip.site-port=" + node.sipPort());
                CalledPhone bob = connected.start(sipp, dying.sip());
                SipProbe carol = new SipProbe(node.sip());
                CallingPhone alice = callingPhone(node);
                CallingPhone throughDying =
                        new CallingPhone(dying.sip(), ALICE.name(), ALICE.domain(), ALICE.password())) {
            String contact = "Contact: <sip:carol@127.0.0.1:" + carol.localPort() + ">";
            SipRequest register = SipRequest.register(CAROL.aor()).with(contact);
            assertThat(carol.authenticated(register, CAROL.name(), CAROL.password())
                            .status())
                    .isEqualTo(200);
            CompletableFuture<Void> answer =
                    CompletableFuture.runAsync(() -> carol.answer(await(carol, "INVITE"), contact));
            CallingPhone.Call call = throughDying.call(CAROL.aor(), "two-edges-orphan");
            answer.join();
            await(carol, "ACK");

            dying.kill();

            Answered unavailable = alice.attempt(BOB.aor(), connected.callId());
            assertThat(unavailable.status()).as("%s", unavailable).isEqualTo(480);
            assertThat(unavailable.took()).isLessThan(GIVEN_UP);
            CompletableFuture<Void> bye = CompletableFuture.runAsync(() -> carol.answer(await(carol, "BYE")));
            call.hangUpBy(node.sip());
            bye.join();
            assertThat(bob.messages()).as("what came to the lost phone").doesNotContain("INVITE sip:");
        }
    }

    private static SipResponse await(SipProbe phone, String method) {
        return phone.await(message -> message.text().startsWith(method + " "), AT_PHONE);
    }

    private static CallingPhone callingPhone(Node node) {
        return new CallingPhone(node.sip(), ALICE.name(), ALICE.domain(), ALICE.password());
    }
}
