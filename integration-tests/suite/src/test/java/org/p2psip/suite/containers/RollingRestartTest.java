package org.p2psip.suite.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.load.AnsweringPhone;
import org.p2psip.suite.load.CallLoad;
import org.p2psip.suite.load.CallLoad.Ending;
import org.p2psip.suite.load.RegisterLoad;
import org.p2psip.suite.load.RegisterLoad.Attempt;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;

/** An update: every service is stopped and started again, one after the other, while phones register and call. */
@NeedsContainers
@EnabledIfSystemProperty(named = "long.tests", matches = "true")
@ExtendWith(SharedSite.class)
class RollingRestartTest {
    private static final List<String> ORDER = List.of(
            "storage-1", "storage-2", "storage-3", "enrollment", "routing-2", "edge-1", "edge-2", "relay", "kafka");
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);
    private static final int CALLERS = 4;
    /** Eight phones register 20 times a second. */
    private static final Duration REGISTER_EVERY = Duration.ofMillis(400);

    /** More than are registered while all is restarted. */
    private static final int USERS = 8_000;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyServiceIsRestartedAndNothingIsLostButCallsInSetUpOnTheStoppedEdge(Site site) {
        List<User> users = User.many("rolling", USERS);
        List<User> callers = User.many("rolling-caller", CALLERS);
        User callee = User.named("rolling-callee");
        site.enroll(users);
        site.enroll(callers);
        site.enroll(List.of(callee));
        List<Attempt> attempts;
        CallLoad.Result calls;
        try (AnsweringPhone phone = new AnsweringPhone(site.edge(1), callee);
                RegisterLoad registering = new RegisterLoad(site.edges(), users, REGISTER_EVERY);
                CallLoad calling = new CallLoad(site.edges(), callers, callee, Duration.ofSeconds(1))) {
            for (String service : ORDER) {
                site.stop(service);
                site.start(service);
                long then = calling.completed();
                Await.until("calls after " + service, LOAD_LIMIT, () -> calling.completed() >= then + CALLERS);
            }
            attempts = registering.stop();
            calls = calling.stop();
            assertThat(phone).isNotNull();
        }
        assertThat(attempts).as("some were left to register").hasSizeLessThan(USERS);
        RegisterLoad.assertNoneLost(attempts, site.edge(1));
        assertThat(calls.ended(Ending.NOT_ENDED)).as("%s", calls).isEmpty();
        assertThat(calls.ended(Ending.NOT_SET_UP))
                .as("%s", calls)
                // Half of the callers hang on each edge, and one call of each may be in set-up when it stops
                .hasSizeLessThanOrEqualTo(CALLERS);
    }
}
