package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.suite.load.AnsweringPhone;
import org.p2psip.suite.load.CallLoad;
import org.p2psip.suite.load.RegisterLoad;
import org.p2psip.suite.node.Nodes;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;

/**
 * Three nodes of one site under REGISTER load and call load, and each service killed once. Each caller knows one edge alone,
 * so that an edge which lives has to serve again within the limit, whatever was killed.
 */
@EnabledIfSystemProperty(named = "long.tests", matches = "true")
class EachServiceKilledTest {
    private static final Path FILES = Path.of("target", "each-service-killed").toAbsolutePath();
    private static final int NODES = 3;
    /** Calls may fail for so long after a service was killed. */
    private static final Duration CALLS_FAIL_FOR_AT_MOST = Duration.ofSeconds(5);
    /** So long the load goes on after a kill: calls have to be seen to succeed after the limit as well. */
    private static final Duration LOAD_AFTER_KILL = Duration.ofSeconds(10);

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);
    private static final int CALLS_BEFORE_KILL = 5;
    private static final int REGISTRATIONS_BEFORE_KILL = 50;
    private static final int REGISTERED = 300;
    private static final Duration BETWEEN_REGISTRATIONS = Duration.ofMillis(320);
    private static final Duration CALL_LENGTH = Duration.ofMillis(200);

    private static final List<User> CALLERS = User.many("outage-caller", NODES);
    private static final User CALLEE = User.named("outage-callee");
    private static final List<Killed> KILLED = List.of(
            new Killed(2, "edge"),
            new Killed(2, "routing"),
            new Killed(2, "storage"),
            new Killed(2, "relay"),
            new Killed(1, "kafka"),
            new Killed(1, "storage"),
            new Killed(1, "routing"));

    private static Nodes nodes;
    private static List<InetSocketAddress> edges;
    private static AnsweringPhone answering;

    /** A service of a node, and who registers while it is killed. */
    private record Killed(int node, String service) {
        List<User> users() {
            return User.many("outage-" + service + node + "-", REGISTERED);
        }

        @Override
        public String toString() {
            return service + " of node " + node;
        }
    }

    @BeforeAll
    static void startNodes() {
        nodes = Nodes.ofOneSite(FILES.resolve("data"), NODES);
        edges = IntStream.rangeClosed(1, NODES)
                .mapToObj(i -> nodes.node(i).sip())
                .toList();
        nodes.node(1).enroll(CALLERS);
        nodes.node(1).enroll(List.of(CALLEE));
        KILLED.forEach(victim -> nodes.node(1).enroll(victim.users()));
        answering = new AnsweringPhone(edges.getFirst(), CALLEE);
    }

    @AfterAll
    static void stopNodes() {
        if (answering != null) {
            answering.close();
        }
        nodes.close();
    }

    private static List<Arguments> killed() {
        return KILLED.stream().map(Arguments::of).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("killed")
    void noAcknowledgedRegistrationIsLostAndCallsFailForFiveSecondsAtMost(Killed victim) {
        List<CallLoad> callers = new ArrayList<>();
        List<RegisterLoad.Attempt> registrations;
        List<CallLoad.Result> calls;
        long start = System.nanoTime();
        Duration killed;
        try (RegisterLoad registering = new RegisterLoad(edges, victim.users(), BETWEEN_REGISTRATIONS)) {
            for (int i = 0; i < NODES; i++) {
                callers.add(new CallLoad(List.of(edges.get(i)), List.of(CALLERS.get(i)), CALLEE, CALL_LENGTH));
            }
            Await.until(
                    "load",
                    LOAD_LIMIT,
                    () -> callers.stream().allMatch(caller -> caller.completed() >= CALLS_BEFORE_KILL)
                            && registering.succeeded() >= REGISTRATIONS_BEFORE_KILL);
            killed = since(start);
            nodes.node(victim.node()).kill(victim.service());
            Await.until("time under load", LOAD_LIMIT, () -> since(start).compareTo(killed.plus(LOAD_AFTER_KILL)) > 0);
            registrations = registering.stop();
            calls = callers.stream().map(CallLoad::stop).toList();
        } finally {
            callers.forEach(CallLoad::close);
        }
        try {
            for (int i = 0; i < NODES; i++) {
                if (!victim.service().equals("edge") || victim.node() != i + 1) {
                    assertAnsweredAgainInTime(calls.get(i), killed.plus(CALLS_FAIL_FOR_AT_MOST), i + 1);
                }
            }
            // before anything is started again: the copies that are left have to be enough
            RegisterLoad.assertNoneLost(registrations, edges.getLast());
        } finally {
            nodes.up();
        }
        assertThat(nodes.notReady()).isEmpty();
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** The load's own clock began after the test's: what it calls late is so by the test's too. */
    private static void assertAnsweredAgainInTime(CallLoad.Result calls, Duration limit, int edge) {
        List<CallLoad.Call> late = calls.calls().stream()
                .filter(call -> call.began().compareTo(limit) > 0)
                .toList();
        assertThat(late)
                .as(
                        "calls by the edge of node %d that began more than %d s after the kill",
                        edge, CALLS_FAIL_FOR_AT_MOST.toSeconds())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.ending()).isEqualTo(CallLoad.Ending.COMPLETE));
    }
}
