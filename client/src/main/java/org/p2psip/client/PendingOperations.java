package org.p2psip.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.Result;

/**
 * Operations that wait for their answer, in the order asked, which is the order of deadlines. Those that may be repeated
 * go out again when the link breaks or the peer cannot serve now; each is answered once.
 */
final class PendingOperations {
    /** Times that an operation is given to a peer. */
    static final int MAX_ATTEMPTS = 5;

    private final long timeoutNanos;
    private final Map<Long, Waiting> all = new LinkedHashMap<>();
    private long lastId;
    private long repeated;

    private static final class Waiting {
        private final Operation.Builder operation;
        private final boolean repeatable;
        private final long deadlineNanos;
        private final CompletableFuture<Result> answer;
        private boolean sent;
        private int attempts;
        private long notBeforeNanos;

        private Waiting(
                Operation.Builder operation, boolean repeatable, long deadlineNanos, CompletableFuture<Result> answer) {
            this.operation = operation;
            this.repeatable = repeatable;
            this.deadlineNanos = deadlineNanos;
            this.answer = answer;
        }
    }

    /** An operation that ends without a result of the overlay. */
    record Ended(CompletableFuture<Result> answer, String reason) {}

    PendingOperations(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /** @param repeatable whether it does no harm to do it twice */
    void add(Operation.Builder operation, boolean repeatable, CompletableFuture<Result> answer, long nowNanos) {
        long id = ++lastId;
        all.put(id, new Waiting(operation.setId(id), repeatable, nowNanos + timeoutNanos, answer));
    }

    int size() {
        return all.size();
    }

    /** Operations to send now, at most so many; they count as sent. */
    List<Operation> take(int most, long nowNanos) {
        List<Operation> taken = new ArrayList<>();
        for (Waiting waiting : all.values()) {
            if (taken.size() == most) {
                break;
            }
            if (!waiting.sent && nowNanos - waiting.notBeforeNanos >= 0) {
                waiting.sent = true;
                waiting.attempts++;
                long left = TimeUnit.NANOSECONDS.toMillis(waiting.deadlineNanos - nowNanos);
                taken.add(
                        waiting.operation.setTimeoutMs((int) Math.max(1, left)).build());
            }
        }
        return taken;
    }

    /**
     * A result has come; empty when nobody waits for it any more.
     *
     * @param pauseNanos an operation that the peer cannot serve now goes out again after that, if it may
     * @return the one to answer; null when it goes out again, or is answered already
     */
    CompletableFuture<Result> answered(Result result, boolean unavailable, long nowNanos, long pauseNanos) {
        Waiting waiting = all.get(result.getId());
        if (waiting == null) {
            return null;
        }
        boolean again = unavailable && waiting.attempts < MAX_ATTEMPTS && waiting.deadlineNanos - nowNanos > pauseNanos;
        if (again) {
            waiting.sent = false;
            waiting.notBeforeNanos = nowNanos + pauseNanos;
            repeated++;
            return null;
        }
        all.remove(result.getId());
        return waiting.answer;
    }

    /** The link broke: what may be repeated goes out again, the others end, as nobody knows what became of them. */
    List<Ended> linkBroke(String reason) {
        List<Ended> ended = new ArrayList<>();
        for (Iterator<Waiting> each = all.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (!waiting.sent) {
                continue;
            }
            if (waiting.repeatable && waiting.attempts < MAX_ATTEMPTS) {
                waiting.sent = false;
                repeated++;
            } else {
                each.remove();
                ended.add(new Ended(waiting.answer, reason));
            }
        }
        return ended;
    }

    /** Takes out those whose time is over. */
    List<Ended> late(long nowNanos) {
        List<Ended> late = new ArrayList<>();
        for (Iterator<Waiting> each = all.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (nowNanos - waiting.deadlineNanos < 0) {
                break;
            }
            each.remove();
            late.add(new Ended(
                    waiting.answer, waiting.attempts == 0 ? "no peer could be reached" : "no answer in time"));
        }
        return late;
    }

    /** Takes all out. */
    List<Ended> end(String reason) {
        List<Ended> ended = all.values().stream()
                .map(waiting -> new Ended(waiting.answer, reason))
                .toList();
        all.clear();
        return ended;
    }

    /** When the first has waited too long, in nanoseconds from now; -1 without any. */
    long nextDeadline(long nowNanos) {
        return all.isEmpty() ? -1 : Math.max(0, all.values().iterator().next().deadlineNanos - nowNanos);
    }

    /** How often an operation had to go out again. */
    long repeated() {
        return repeated;
    }
}
