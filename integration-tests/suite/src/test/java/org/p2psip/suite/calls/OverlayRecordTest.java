package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class OverlayRecordTest {
    private static final Path FILES = Path.of("target", "overlay-record").toAbsolutePath();

    @Test
    void getPrintsTheContactUntilThePhoneLeaves(Node node) {
        User user = User.named("got");
        int port = 19_101;
        Sipp sipp = new Sipp(FILES.resolve("get"), Sipp.Transport.UDP);
        node.enroll(List.of(user));
        node.run("get", user.aor()).endedWith(Node.NOT_FOUND);

        sipp.register(node.sip(), List.of(user), port, 1).allSucceeded(1);
        String contact = "sip:" + user.name() + "@127.0.0.1:" + port;
        assertThat(node.run("get", user.aor()).succeeded().output()).contains(contact);
        JsonNode json = Node.json(node.run("get", user.aor(), "--json").succeeded());
        assertThat(json.isContainerNode()).isTrue();
        assertThat(json.toString()).contains(contact);
        assertThat(node.run("get", user.aor(), "--verify").succeeded().output())
                .contains(contact)
                .containsPattern("signed by \\S+ \\(edge of ");

        sipp.unregister(node.sip(), List.of(user), port, 1).allSucceeded(1);
        Finished gone = node.run("get", user.aor()).endedWith(Node.NOT_FOUND);
        assertThat(gone.said()).containsIgnoringCase("not found");
        assertThat(gone.said()).doesNotContain(contact);
    }

    @Test
    void aCallReachesTheContactThatWasPutFromTheCommandLine(Node node) {
        User caller = User.named("caller-of-put");
        User callee = User.named("put");
        Sipp sipp = new Sipp(FILES.resolve("put"), Sipp.Transport.UDP);
        node.enroll(List.of(caller, callee));
        try (CalledPhone phone = sipp.answer(1)) {
            String contact = "sip:put@127.0.0.1:" + phone.port();
            node.run("put", callee.aor(), "--contact", contact, "--expires", "300")
                    .succeeded();
            assertThat(node.run("get", callee.aor(), "--verify").succeeded().output())
                    .contains(contact)
                    .containsPattern("signed by \\S+ \\(operator");
            sipp.call(node.sip(), List.of(new Sipp.Call(caller, callee)), "put", 1)
                    .allSucceeded(1);
            phone.finish().allSucceeded(1);
        }
        node.run("remove", callee.aor()).succeeded();
        node.run("get", callee.aor()).endedWith(Node.NOT_FOUND);
    }

    @Test
    void aRemovedUserIsListedNoMoreAndCannotRegister(Node node) {
        User user = User.named("removed");
        node.runWithInput(user.password() + "\n", "enroll", "user", user.aor(), "--password-stdin")
                .succeeded();
        assertThat(node.run("users").succeeded().output()).contains(user.aor());
        assertThat(register(node, user)).isEqualTo(200);

        node.run("remove", "user", user.aor()).succeeded();
        assertThat(node.run("users").succeeded().output()).doesNotContain(user.aor());
        assertThat(register(node, user)).isIn(401, 403);
    }

    private static int register(Node node, User user) {
        try (SipProbe probe = new SipProbe(node.sip())) {
            SipRequest register = SipRequest.register(user.aor())
                    .with("Contact: <sip:" + user.name() + "@127.0.0.1:19102>")
                    .with("Expires: 300");
            return probe.authenticated(register, user.name(), user.password()).status();
        }
    }
}
