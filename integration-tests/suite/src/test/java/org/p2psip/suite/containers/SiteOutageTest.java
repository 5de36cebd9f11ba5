package org.p2psip.suite.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.load.AnsweringPhone;
import org.p2psip.suite.load.CallLoad;
import org.p2psip.suite.load.CallLoad.Ending;
import org.p2psip.suite.load.RegisterLoad;
import org.p2psip.suite.load.RegisterLoad.Attempt;
import org.p2psip.suite.node.EventTopic;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;

/** Parts of the site are taken away while phones are at work, and come back. */
@NeedsContainers
@ExtendWith(SharedSite.class)
class SiteOutageTest {
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);
    private static final Duration RECORDS_LIMIT = Duration.ofSeconds(60);
    /** A phone's transaction with a host that is gone ends after 10 s here, and then it takes another edge. */
    private static final Duration CALLS_FAIL_FOR = Duration.ofSeconds(15);

    private static final int CALLERS = 6;
    private static final int CALLS = 5;

    private final String run = UUID.randomUUID().toString();

    @Test
    void oneOfThreeStoresIsKilledAndNoAcknowledgedRegistrationIsLost(Site site) {
        List<User> users = User.many("site-store-killed", 300);
        site.enroll(users);
        List<Attempt> attempts;
        try (RegisterLoad load = new RegisterLoad(site.edges(), users)) {
            Await.until("registrations", LOAD_LIMIT, () -> load.succeeded() >= 50);
            site.kill("storage-2");
            Await.until("registrations after the kill", LOAD_LIMIT, () -> load.succeeded() >= 200);
            attempts = load.stop();
        }
        RegisterLoad.assertNoneLost(attempts, site.edge(1));
        site.start("storage-2");
        RegisterLoad.assertNoneLost(attempts, site.edge(2));
    }

    @Test
    void oneOfTwoEdgesIsStoppedAndCallsThatWereUpAreEndedByTheOther(Site site) {
        List<User> callers = User.many("site-edge-stopped", CALLERS);
        User callee = User.named("site-edge-stopped-callee");
        site.enroll(callers);
        site.enroll(List.of(callee));
        CallLoad.Result result;
        try (AnsweringPhone phone = new AnsweringPhone(site.edge(2), callee);
                CallLoad load = new CallLoad(site.edges(), callers, callee, Duration.ofSeconds(1))) {
            Await.until("calls", LOAD_LIMIT, () -> load.completed() >= 2 * CALLERS);
            site.stop("edge-1");
            long then = load.completed();
            Await.until("calls by the other edge", LOAD_LIMIT, () -> load.completed() >= then + 3 * CALLERS);
            result = load.stop();
            assertThat(phone).isNotNull();
        }
        assertThat(result.ended(Ending.NOT_ENDED)).as("%s", result).isEmpty();
        assertThat(result.ended(Ending.NOT_SET_UP))
                .as("%s", result)
                .allSatisfy(call -> assertThat(call.edge()).isEqualTo(site.edge(1)))
                .hasSizeLessThanOrEqualTo(CALLERS);
        assertThat(result.failingFor()).as("%s", result).isLessThan(CALLS_FAIL_FOR);
        site.start("edge-1");
    }

    /** KafkaDownTest shows it of processes each time. */
    @Test
    @EnabledIfSystemProperty(named = "long.tests", matches = "true")
    void callsGoOnWithoutTheBrokerAndTheirRecordsArriveWhenItIsBack(Site site) {
        List<User> users = User.many("site-unrecorded", CALLS);
        site.enroll(users);
        site.stop("kafka");
        String prefix = "meanwhile-" + run;
        Sipp phones = new Sipp(Site.FILES.resolve("unrecorded-phones"), Sipp.Transport.UDP, site.host());
        Sipp callers = new Sipp(Site.FILES.resolve("unrecorded-callers"), Sipp.Transport.UDP, site.host());
        List<Sipp.Call> calls = users.stream()
                .map(user -> new Sipp.Call(user, users.get((users.indexOf(user) + 1) % CALLS)))
                .toList();
        try (CalledPhone phone = phones.answer(CALLS)) {
            callers.register(site.edge(1), users, phone.address(), 10).allSucceeded(CALLS);
            callers.call(site.edge(1), calls, prefix, 10).allSucceeded(CALLS);
            phone.finish().allSucceeded(CALLS);
        }
        site.start("kafka");
        try (EventTopic topic = EventTopic.ofCalls(site.broker())) {
            // A record may come twice, but none may be missing
            assertThat(new HashSet<>(topic.await(prefix, CALLS, RECORDS_LIMIT))).hasSize(CALLS);
        }
    }
}
