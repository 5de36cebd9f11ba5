package org.p2psip.suite.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** Phones that register one after the other, some at a time, and the answers they got. */
public final class RegisterLoad implements AutoCloseable {
    private static final int PHONES_AT_A_TIME = 8;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final ExecutorService phones = Executors.newFixedThreadPool(PHONES_AT_A_TIME);
    private final Queue<User> waiting;
    private final Duration pause;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> running = new ArrayList<>();

    /**
     * A registration and how it ended.
     *
     * @param user who
     * @param contact the URI
     * @param answer the final response; empty when none came in time
     */
    public record Attempt(User user, String contact, Optional<Answered> answer) {
        /** Whether it was acknowledged. */
        public boolean succeeded() {
            return answer.map(Answered::status).filter(status -> status == 200).isPresent();
        }

        /** The final response, which has come. */
        public Answered answered() {
            return answer.orElseThrow(() -> new AssertionError("no answer to the REGISTER of " + user.aor()));
        }
    }

    /**
     * Starts to register the users, each once, in this order.
     *
     * @param edges the phones are spread over them; one that is answered 503 or nothing goes on with the next
     */
    public RegisterLoad(List<InetSocketAddress> edges, List<User> users) {
        this(edges, users, Duration.ZERO);
    }

    /** As {@link #RegisterLoad(List, List)}, with a pause of each phone after a registration. */
    public RegisterLoad(List<InetSocketAddress> edges, List<User> users, Duration pause) {
        this.pause = pause;
        waiting = new ConcurrentLinkedQueue<>(users);
        for (int i = 0; i < PHONES_AT_A_TIME; i++) {
            int first = i;
            running.add(phones.submit(() -> registerInTurn(edges, first)));
        }
    }

    /** Registers a user at the probe's own port. */
    public static Answered register(SipProbe probe, User user) {
        return probe.authenticated(registration(probe, user), user.name(), user.password());
    }

    private static SipRequest registration(SipProbe probe, User user) {
        return SipRequest.register(user.aor())
                .with("Contact: <" + probe.contact(user.name()) + ">")
                .with("Expires: 600");
    }

    /** How many got a 200 so far. */
    public long succeeded() {
        return attempts.stream().filter(Attempt::succeeded).count();
    }

    /** No more registrations are begun; returns all that were made. */
    public List<Attempt> stop() {
        waiting.clear();
        stopping.countDown();
        for (Future<?> phone : running) {
            try {
                phone.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("a phone failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return List.copyOf(attempts);
    }

    @Override
    public void close() {
        phones.shutdownNow();
    }

    private void registerInTurn(List<InetSocketAddress> edges, int first) {
        int edge = first;
        SipProbe probe = new SipProbe(edges.get(edge % edges.size()));
        try {
            for (User user = waiting.poll(); user != null; user = waiting.poll()) {
                Optional<Answered> answer =
                        probe.tryAuthenticated(registration(probe, user), user.name(), user.password());
                attempts.add(new Attempt(user, probe.contact(user.name()), answer));
                stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                if (edges.size() > 1
                        && answer.map(Answered::status)
                                .filter(status -> status != 503)
                                .isEmpty()) {
                    probe.close();
                    edge++;
                    probe = new SipProbe(edges.get(edge % edges.size()));
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            probe.close();
        }
    }

    /** Asserts that each registration that got a 200 is there, as an edge tells it (RFC 3261 10.2.3). */
    public static void assertNoneLost(List<Attempt> attempts, InetSocketAddress edge) {
        List<Attempt> acknowledged =
                attempts.stream().filter(Attempt::succeeded).toList();
        assertThat(acknowledged).as("acknowledged registrations").isNotEmpty();
        try (SipProbe probe = new SipProbe(edge)) {
            assertThat(acknowledged).allSatisfy(attempt -> assertThat(bindings(probe, attempt.user()))
                    .contains(attempt.contact()));
        }
    }

    /** The Contact headers of the answer to a REGISTER that changes nothing. */
    private static String bindings(SipProbe probe, User user) {
        Answered listed = probe.authenticated(SipRequest.register(user.aor()), user.name(), user.password());
        assertThat(listed.status()).as(listed.response().text()).isEqualTo(200);
        return String.join(",", listed.response().headers("Contact"));
    }
}
