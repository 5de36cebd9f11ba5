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
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.program.TracedMessage;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

@NeedsPrograms({"sipp", "baresip"})
@ExtendWith(SharedNode.class)
class RedirectTest {
    private static final Path FILES = Path.of("target", "redirect").toAbsolutePath();
    private static final User CALLER = User.named("redirected-caller");
    private static final User MOVED = User.redirected("moved");

    @Test
    void secondInviteReachesThePhoneDirectly(Node node) {
        node.enroll(List.of(CALLER, MOVED));
        try (Baresip phone = Baresip.registered(FILES.resolve("phone"), MOVED, node.sip(), Baresip.Answering.AUTO)) {
            Sipp sipp = new Sipp(FILES.resolve("caller"), Sipp.Transport.UDP);
            sipp.callRedirected(node.sip(), List.of(new Sipp.Call(CALLER, MOVED)), "redirected", 1)
                    .allSucceeded(1);

            List<TracedMessage> invites = phone.trace()
                    .filter(message -> !message.sent() && message.startsWith("INVITE "))
                    .toList();
            assertThat(invites).as("the node forwards nothing").hasSize(1);
            assertThat(invites.getFirst().headers("Via"))
                    .as("no proxy on the way")
                    .hasSize(1);
            assertThat(invites.getFirst().headers("Record-Route")).isEmpty();
            phone.awaitEvent("CALL_CLOSED", 1);
        }
    }

    @Test
    void redirectionNamesEveryContactOfTheUser(Node node) {
        User two = User.redirected("two-contacts");
        node.enroll(List.of(CALLER, two));
        try (SipProbe probe = new SipProbe(node.sip())) {
            SipRequest register = SipRequest.register(two.aor())
                    .with("Contact: <sip:two@127.0.0.1:19001>;q=0.9")
                    .with("Contact: <sip:two@127.0.0.1:19002>;q=0.2")
                    .with("Expires: 600");
            assertThat(probe.authenticated(register, two.name(), two.password()).status())
                    .isEqualTo(200);

            SipRequest invite = SipRequest.of("INVITE", two.aor(), CALLER.aor(), two.aor())
                    .with("Contact: <sip:caller@127.0.0.1:" + probe.localPort() + ">");
            Answered moved = probe.authenticated(invite, CALLER.name(), CALLER.password());
            assertThat(moved.status()).isEqualTo(302);
            assertThat(String.join(",", moved.response().headers("Contact")))
                    .contains("sip:two@127.0.0.1:19001", "q=0.9", "sip:two@127.0.0.1:19002", "q=0.2");
        }
    }
}
