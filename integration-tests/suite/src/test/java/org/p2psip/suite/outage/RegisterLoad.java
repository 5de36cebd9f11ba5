package org.p2psip.suite.outage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;

/** Phones that register one after the other, some at a time, and the answers they got. */
final class RegisterLoad implements AutoCloseable {
    private static final int PHONES_AT_A_TIME = 8;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final ExecutorService phones = Executors.newFixedThreadPool(PHONES_AT_A_TIME);
    private final Queue<User> waiting;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> running = new ArrayList<>();

    /**
     * A registration and how it ended.
     *
     * @param user who
     * @param contactPort the port in the contact
     * @param answered the final response
     */
    record Attempt(User user, int contactPort, Answered answered) {
        boolean succeeded() {
            return answered.status() == 200;
        }

        String contact() {
            return "sip:" + user.name() + "@127.0.0.1:" + contactPort;
        }
    }

    /** Starts to register the users, each once, in this order. */
    RegisterLoad(Node node, List<User> users) {
        waiting = new ConcurrentLinkedQueue<>(users);
        for (int i = 0; i < PHONES_AT_A_TIME; i++) {
            running.add(phones.submit(() -> registerInTurn(node)));
        }
    }

    /** How many got a 200 so far. */
    long succeeded() {
        return attempts.stream().filter(Attempt::succeeded).count();
    }

    /** No more registrations are begun; returns all that were made. */
    List<Attempt> stop() {
        waiting.clear();
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

    private void registerInTurn(Node node) {
        try (SipProbe probe = new SipProbe(node.sip())) {
            for (User user = waiting.poll(); user != null; user = waiting.poll()) {
                attempts.add(new Attempt(user, probe.localPort(), Refusal.register(probe, user)));
            }
        }
    }
}
