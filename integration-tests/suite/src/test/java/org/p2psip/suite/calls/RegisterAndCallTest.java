package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;

@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class RegisterAndCallTest {
    private static final Path FILES = Path.of("target", "register-and-call").toAbsolutePath();
    private static final int PER_SECOND = 25;

    @Test
    void hundredUsersRegisterWithDigestAndCallEachOther(Node node) {
        registerCallAndLeave(node, new Sipp(FILES.resolve("udp"), Sipp.Transport.UDP), User.many("udp", 100));
    }

    @Test
    void usersRegisterAndCallOverTcp(Node node) {
        registerCallAndLeave(node, new Sipp(FILES.resolve("tcp"), Sipp.Transport.TCP), User.many("tcp", 20));
    }

    @Test
    void callerHoldsACallAndTheCalleeTakesItBack(Node node) {
        List<User> users = User.many("held", 2);
        node.enroll(users);
        Sipp sipp = new Sipp(FILES.resolve("held"), Sipp.Transport.UDP);
        List<Sipp.Call> calls =
                List.of(new Sipp.Call(users.get(0), users.get(1)), new Sipp.Call(users.get(1), users.get(0)));
        try (CalledPhone phone = sipp.answerHeld(2)) {
            sipp.register(node.sip(), users, phone.port(), PER_SECOND).allSucceeded(2);
            sipp.callHeld(node.sip(), calls, "held", PER_SECOND).allSucceeded(2);
            phone.finish().allSucceeded(2);
            sipp.unregister(node.sip(), users, phone.port(), PER_SECOND).allSucceeded(2);
        }
    }

    /** Each user calls the next one; the phone that answers checks the route of every request. */
    private static void registerCallAndLeave(Node node, Sipp sipp, List<User> users) {
        int count = users.size();
        node.enroll(users);
        assertThat(node.run("users").succeeded().output())
                .contains(users.getLast().aor());
        List<Sipp.Call> calls = IntStream.range(0, count)
                .mapToObj(i -> new Sipp.Call(users.get(i), users.get((i + 1) % count)))
                .toList();

        try (CalledPhone phone = sipp.answer(count)) {
            sipp.register(node.sip(), users, phone.port(), PER_SECOND).allSucceeded(count);
            sipp.call(node.sip(), calls, "call-" + users.getFirst().name(), PER_SECOND)
                    .allSucceeded(count);
            phone.finish().allSucceeded(count);
            sipp.unregister(node.sip(), users, phone.port(), PER_SECOND).allSucceeded(count);
        }
    }
}
