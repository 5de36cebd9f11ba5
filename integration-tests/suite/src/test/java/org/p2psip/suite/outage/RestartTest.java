package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.load.RegisterLoad;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.SipProbe;

@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class RestartTest {
    private static final Path FILES = Path.of("target", "restart").toAbsolutePath();
    private static final int USERS = 20;

    @Test
    void registrationsAndUsersOutliveARestartOfTheNode(Node node) {
        List<User> users = User.many("restarted", USERS);
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        node.enroll(users);
        try (CalledPhone phone = sipp.answer(USERS / 2)) {
            sipp.register(node.sip(), users, phone.port(), 20).allSucceeded(USERS);

            node.down();
            node.up();

            User first = users.getFirst();
            assertThat(node.run("get", first.aor()).succeeded().output())
                    .contains("sip:" + first.name() + "@127.0.0.1:" + phone.port());
            assertThat(node.run("users").succeeded().output().lines())
                    .filteredOn(line -> line.contains("sip:restarted"))
                    .hasSize(USERS);
            // each of the second half calls one of the first: both credentials and contacts are from before
            List<Sipp.Call> calls = users.subList(0, USERS / 2).stream()
                    .map(callee -> new Sipp.Call(users.get(users.indexOf(callee) + USERS / 2), callee))
                    .toList();
            sipp.call(node.sip(), calls, "restarted", 10).allSucceeded(USERS / 2);
            phone.finish().allSucceeded(USERS / 2);
        }
    }

    @Test
    void aRegistrationThatWasRemovedStaysRemoved(Node node) {
        User user = User.named("left-before-restart");
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        node.enroll(List.of(user));
        sipp.register(node.sip(), List.of(user), 19_201, 1).allSucceeded(1);
        sipp.unregister(node.sip(), List.of(user), 19_201, 1).allSucceeded(1);

        node.kill("storage");
        node.up();

        node.run("get", user.aor()).endedWith(Node.NOT_FOUND);
        try (SipProbe probe = new SipProbe(node.sip())) {
            assertThat(RegisterLoad.register(probe, user).status()).isEqualTo(200);
        }
    }
}
