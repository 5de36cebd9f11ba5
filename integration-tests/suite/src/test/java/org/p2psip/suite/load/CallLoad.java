package org.p2psip.suite.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
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
import org.p2psip.suite.sip.CallingPhone;

/**
 * Phones that call one after the other, each on and on. A phone stays with its edge; one that answers 503 is left for the
 * next at once, as RFC 3263 section 4.3 has it, and no call has failed then. One that answers nothing costs the call.
 */
public final class CallLoad implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;

    private final List<InetSocketAddress> edges;
    private final User callee;
    private final Duration length;
    private final long start = System.nanoTime();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService phones = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();

    /** How far a call came. */
    public enum Ending {
        /** Answered, and ended by its BYE. */
        COMPLETE,
        /** It was not answered. */
        NOT_SET_UP,
        /** It was up, and no edge took its BYE. */
        NOT_ENDED
    }

    /**
     * One call.
     *
     * @param began since the start of the load
     * @param edge that it was set up by, or failed at
     * @param why it failed; empty when it did not
     */
    public record Call(Duration began, Duration ended, InetSocketAddress edge, Ending ending, String why) {}

    /** All calls, in the order of their beginnings. */
    public record Result(List<Call> calls) {
        /** Those that ended like this. */
        public List<Call> ended(Ending ending) {
            return calls.stream().filter(call -> call.ending() == ending).toList();
        }

        /** From the beginning of the first failed call to that of the last; zero where at most one failed. */
        public Duration failingFor() {
            List<Duration> failed = calls.stream()
                    .filter(call -> call.ending() != Ending.COMPLETE)
                    .map(Call::began)
                    .toList();
            return failed.isEmpty() ? Duration.ZERO : failed.getLast().minus(failed.getFirst());
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(calls.size() + " calls, failed:");
            calls.stream().filter(call -> call.ending() != Ending.COMPLETE).forEach(call -> text.append("\n")
                    .append(call));
            return text.toString();
        }
    }

    /**
     * Starts to call.
     *
     * @param edges phones are spread over them
     * @param callers each has one call at a time
     * @param length of a call that is answered
     */
    public CallLoad(List<InetSocketAddress> edges, List<User> callers, User callee, Duration length) {
        this.edges = List.copyOf(edges);
        this.callee = callee;
        this.length = length;
        for (int i = 0; i < callers.size(); i++) {
            User caller = callers.get(i);
            int edge = i % edges.size();
            running.add(phones.submit(() -> callOnAndOn(caller, edge)));
        }
    }

    /** Calls that were completed so far. */
    public long completed() {
        return calls.stream().filter(call -> call.ending() == Ending.COMPLETE).count();
    }

    /** No more calls are begun, and those that are up are ended; returns all. */
    public Result stop() {
        stopping.countDown();
        for (Future<?> phone : running) {
            try {
                phone.get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("a phone failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return new Result(calls.stream()
                .sorted((one, other) -> one.began().compareTo(other.began()))
                .toList());
    }

    private void callOnAndOn(User caller, int firstEdge) {
        int edge = firstEdge;
        while (stopping.getCount() > 0) {
            edge = call(caller, edge);
        }
    }

    /** Makes one call; returns the edge of the next one. */
    private int call(User caller, int firstEdge) {
        Duration began = since();
        String why = "";
        int edge = firstEdge;
        for (int tried = 0; tried < edges.size(); tried++) {
            edge = (firstEdge + tried) % edges.size();
            InetSocketAddress server = edges.get(edge);
            try (CallingPhone phone = new CallingPhone(server, caller.name(), caller.domain(), caller.password())) {
                CallingPhone.Attempt attempt = phone.tryCall(callee.aor(), "load-" + UUID.randomUUID());
                if (attempt.call().isPresent()) {
                    return hold(attempt.call().get(), began, edge);
                }
                why = attempt.answer()
                        .map(Answered::response)
                        .map(Object::toString)
                        .orElse("no answer");
                if (attempt.answer().map(Answered::status).orElse(0) != UNAVAILABLE) {
                    break;
                }
            }
        }
        calls.add(new Call(began, since(), edges.get(edge), Ending.NOT_SET_UP, why));
        return (edge + 1) % edges.size();
    }

    private int hold(CallingPhone.Call call, Duration began, int edge) {
        awaitLength();
        for (int tried = 0; tried < edges.size(); tried++) {
            int by = (edge + tried) % edges.size();
            if (call.tryHangUpBy(edges.get(by))) {
                calls.add(new Call(began, since(), edges.get(edge), Ending.COMPLETE, ""));
                return by;
            }
        }
        calls.add(new Call(began, since(), edges.get(edge), Ending.NOT_ENDED, "no edge took the BYE"));
        return edge;
    }

    private void awaitLength() {
        try {
            stopping.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        stopping.countDown();
        phones.shutdownNow();
    }
}
