package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.load.RegisterLoad;
import org.p2psip.suite.load.RegisterLoad.Attempt;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.sip.SipProbe;

@ExtendWith(SharedNode.class)
class StorageKillTest {
    private static final int USERS = 2_000;
    private static final int REGISTERED_BEFORE_THE_KILL = 150;
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);

    @Test
    void killingTheStorageLosesNoRegistrationThatGotA200(Node node) {
        List<User> users = User.many("killed", USERS);
        User caller = users.getFirst();
        User absent = User.named("never-registered");
        node.enroll(users);
        node.enroll(List.of(absent));

        List<Attempt> attempts;
        try (RegisterLoad load = new RegisterLoad(List.of(node.sip()), users.subList(1, USERS));
                SipProbe probe = new SipProbe(node.sip())) {
            assertThat(Refusal.callSomebodyAbsent(probe, caller, absent).status())
                    .isEqualTo(480);
            Await.until(
                    REGISTERED_BEFORE_THE_KILL + " registrations",
                    LOAD_LIMIT,
                    () -> load.succeeded() >= REGISTERED_BEFORE_THE_KILL);
            node.kill("storage");

            Refusal.assertRefused(Refusal.callSomebodyAbsent(probe, caller, absent));
            Refusal.assertRefused(RegisterLoad.register(probe, caller));
            attempts = load.stop();
        }
        assertThat(attempts).as("the kill came during the load").hasSizeLessThan(USERS - 1);
        List<Attempt> refused = attempts.stream().filter(a -> !a.succeeded()).toList();
        assertThat(refused).isNotEmpty();
        refused.forEach(attempt -> Refusal.assertRefused(attempt.answered()));

        node.up();

        List<Attempt> acknowledged =
                attempts.stream().filter(Attempt::succeeded).toList();
        RegisterLoad.assertNoneLost(acknowledged, node.sip());
        for (Attempt attempt : List.of(acknowledged.getFirst(), acknowledged.getLast())) {
            assertThat(node.run("get", attempt.user().aor()).succeeded().output())
                    .contains(attempt.contact());
        }
    }
}
