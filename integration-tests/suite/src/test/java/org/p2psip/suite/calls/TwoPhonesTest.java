package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.Baresip;
import org.p2psip.suite.program.TracedMessage;

@NeedsPrograms("baresip")
@ExtendWith(SharedNode.class)
class TwoPhonesTest {
    private static final Path FILES = Path.of("target", "two-phones").toAbsolutePath();
    private static final User ALICE = User.named("alice");
    private static final User BOB = User.named("bob");

    @Test
    void onePhoneCallsTheOtherAndEitherSideHangsUp(Node node) {
        node.enroll(List.of(ALICE, BOB));
        try (Baresip alice = Baresip.registered(FILES.resolve("alice"), ALICE, node.sip(), Baresip.Answering.MANUAL);
                Baresip bob = Baresip.registered(FILES.resolve("bob"), BOB, node.sip(), Baresip.Answering.MANUAL)) {
            call(alice, bob, BOB, 1);
            alice.hangUp();
            assertEndedOnBothSides(alice, bob, 1);

            call(alice, bob, BOB, 2);
            bob.hangUp();
            assertEndedOnBothSides(bob, alice, 2);
        }
    }

    @Test
    void aPhoneThatQuitsIsNotFoundAnyMore(Node node) {
        User carol = User.named("carol");
        node.enroll(List.of(carol));
        try (Baresip phone = Baresip.registered(FILES.resolve("carol"), carol, node.sip(), Baresip.Answering.MANUAL)) {
            assertThat(node.run("get", carol.aor()).succeeded().output()).contains(phone.address());
        }
        node.run("get", carol.aor()).endedWith(Node.NOT_FOUND);
    }

    private static void call(Baresip caller, Baresip callee, User user, int callNumber) {
        caller.dial(user.aor());
        callee.awaitEvent("CALL_INCOMING", callNumber);
        caller.awaitEvent("CALL_RINGING", callNumber);
        callee.accept();
        caller.awaitEvent("CALL_ESTABLISHED", callNumber);
        callee.awaitEvent("CALL_ESTABLISHED", callNumber);
        TracedMessage ok = caller.awaitMessage(
                "200 for INVITE",
                message -> !message.sent()
                        && message.startsWith("SIP/2.0 200")
                        && message.headers("CSeq").getFirst().endsWith("INVITE"));
        assertThat(ok.headers("Record-Route"))
                .as("the proxy stays on the route")
                .isNotEmpty();
    }

    private static void assertEndedOnBothSides(Baresip leaver, Baresip other, int callNumber) {
        leaver.awaitEvent("CALL_CLOSED", callNumber);
        other.awaitEvent("CALL_CLOSED", callNumber);
        leaver.awaitMessage("BYE sent", message -> message.sent() && message.startsWith("BYE "));
        TracedMessage bye =
                other.awaitMessage("BYE received", message -> !message.sent() && message.startsWith("BYE "));
        assertThat(bye.headers("Via")).as("the BYE came through the proxy").hasSize(2);
        leaver.awaitMessage(
                "200 for BYE",
                message -> !message.sent()
                        && message.startsWith("SIP/2.0 200")
                        && message.headers("CSeq").getFirst().endsWith("BYE"));
    }
}
