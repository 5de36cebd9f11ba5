package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.Baresip;
import org.p2psip.suite.program.Linphone;
import org.p2psip.suite.program.TracedMessage;

/** Phones on different transports register with each other's edge, call, and either side hangs up. */
@NeedsPrograms({"baresip", "linphonec"})
@ExtendWith(SharedNode.class)
class PhoneTransportTest {
    private static final Path FILES = Path.of("target", "phone-transport").toAbsolutePath();

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({"tcp, udp", "udp, tcp", "tcp, tcp", "tls, udp", "udp, tls", "tls, tls"})
    void phonesOnTwoTransportsCallAndEitherSideHangsUp(String from, String to, Node node) {
        User caller = User.named(from + "-to-" + to);
        User callee = User.named(to + "-from-" + from);
        node.enroll(List.of(caller, callee));
        Path files = FILES.resolve(from + "-" + to);
        try (Baresip one = phone(files, caller, from, node);
                Baresip other = phone(files, callee, to, node)) {
            call(one, other, callee, 1);
            one.hangUp();
            assertEnded(one, other, 1);
            call(one, other, callee, 2);
            other.hangUp();
            assertEnded(other, one, 2);
            assertThat(one.trace().filter(message -> message.startsWith("BYE ")))
                    .as("each side hung up once")
                    .hasSize(2);
        }
    }

    @ParameterizedTest(name = "over {0}")
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void anotherMakeOfPhoneCallsAndIsCalled(String transport, Node node) {
        User linphone = User.named("linphone-" + transport);
        User baresip = User.named("baresip-" + transport);
        node.enroll(List.of(linphone, baresip));
        Path files = FILES.resolve("linphone-" + transport);
        try (Linphone one = Linphone.registered(files.resolve("linphone"), linphone, line(transport, node));
                Baresip other = phone(files, baresip, transport, node)) {
            one.dial(baresip.aor());
            other.awaitEvent("CALL_INCOMING", 1);
            other.accept();
            one.awaitScreen(" connected.", 1);
            other.awaitEvent("CALL_ESTABLISHED", 1);
            one.hangUp();
            other.awaitEvent("CALL_CLOSED", 1);

            other.dial(linphone.aor());
            one.awaitScreen("Receiving new incoming call", 1);
            one.accept();
            other.awaitEvent("CALL_ESTABLISHED", 2);
            other.hangUp();
            one.awaitScreen(" ended (", 2);
        }
    }

    private static Baresip.Line line(String transport, Node node) {
        return transport.equals("tls")
                ? new Baresip.Line("tls", node.sipTls(), node.authority())
                : new Baresip.Line(transport, node.sip(), null);
    }

    private static Baresip phone(Path files, User user, String transport, Node node) {
        return Baresip.registered(files.resolve(user.name()), user, line(transport, node), Baresip.Answering.MANUAL);
    }

    private static void call(Baresip caller, Baresip callee, User user, int number) {
        caller.dial(user.aor());
        callee.awaitEvent("CALL_INCOMING", number);
        callee.accept();
        caller.awaitEvent("CALL_ESTABLISHED", number);
        callee.awaitEvent("CALL_ESTABLISHED", number);
    }

    private static void assertEnded(Baresip leaver, Baresip other, int number) {
        leaver.awaitEvent("CALL_CLOSED", number);
        other.awaitEvent("CALL_CLOSED", number);
        TracedMessage bye =
                other.awaitMessage("BYE received", message -> !message.sent() && message.startsWith("BYE "));
        assertThat(bye.headers("Via")).as("the BYE came through the proxy").hasSize(2);
    }
}
