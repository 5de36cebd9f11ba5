package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.Baresip;
import org.p2psip.suite.program.TracedMessage;

/** Phones on different transports register with each other's edge, call, and either side hangs up. */
@NeedsPrograms("baresip")
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

    private static Baresip phone(Path files, User user, String transport, Node node) {
        Baresip.Line line = transport.equals("tls")
                ? new Baresip.Line("tls", node.sipTls(), node.authority())
                : new Baresip.Line(transport, node.sip(), null);
        return Baresip.registered(files.resolve(user.name()), user, line, Baresip.Answering.MANUAL);
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
