package org.p2psip.routing.records;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What was written at this site and is to be brought to the sites of its replicas, soon after the writer was answered (RFC
 * 6940 section 7.4.1.1). A resource that is written again meanwhile goes once.
 *
 * @param <R> a resource, as who moves records knows it
 */
public final class ReplicaQueue<R> {
    /** Resources that wait; one more is dropped, and counted. */
    private static final int WAITING_LIMIT = 65_536;
    /** Resources on their way. */
    private static final int IN_FLIGHT_LIMIT = 64;
    /** A resource that another site did not take is tried that often. */
    private static final int ATTEMPTS = 3;
    /** Pause before the next attempt, milliseconds. */
    private static final long PAUSE_MS = 1_000;

    private final Moves<R> moves;
    private final Map<R, Written> waiting = new LinkedHashMap<>();
    private int inFlight;

    /** What is done with a resource, on the peer's event loop. */
    public interface Moves<R> {
        /**
         * Brings what the own store has of a resource to the sites of its replicas.
         *
         * @param done told once whether all of them have stored it
         */
        void replicate(R resource, Written write, Consumer<Boolean> done);

        /** Runs a task once, later. */
        void later(Runnable task, long delayMs);

        /** Too many wait: the replicas of a resource are not made anew until their range is. */
        void dropped();
    }

    public ReplicaQueue(Moves<R> moves) {
        this.moves = moves;
    }

    /** The own store has done a write of its origin. */
    public void written(R resource, Written write) {
        put(resource, write);
        goOn();
    }

    private void put(R resource, Written write) {
        if (waiting.size() >= WAITING_LIMIT && !waiting.containsKey(resource)) {
            moves.dropped();
        } else {
            waiting.merge(resource, write, Written::and);
        }
    }

    private void goOn() {
        while (inFlight < IN_FLIGHT_LIMIT && !waiting.isEmpty()) {
            Iterator<Map.Entry<R, Written>> entries = waiting.entrySet().iterator();
            Map.Entry<R, Written> next = entries.next();
            entries.remove();
            inFlight++;
            moves.replicate(next.getKey(), next.getValue(), stored -> over(next.getKey(), next.getValue(), stored));
        }
    }

    private void over(R resource, Written write, boolean stored) {
        inFlight--;
        if (!stored && write.attempts() < ATTEMPTS) {
            moves.later(
                    () -> {
                        put(resource, write.again());
                        goOn();
                    },
                    PAUSE_MS);
        }
        goOn();
    }
}
