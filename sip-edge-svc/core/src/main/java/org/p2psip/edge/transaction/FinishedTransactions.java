package org.p2psip.edge.transaction;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;

/**
 * The transactions whose work is done, for as long as they have to absorb what comes again: one lifetime for all, so the
 * oldest ends first. At some thousand requests a second they are nearly all that an edge keeps, so they are kept as bytes:
 * as objects they were most of the collector's work.
 */
final class FinishedTransactions {
    /** How often what has ended is looked for, if nothing comes in. */
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int FIRST_SLOTS = 1024;

    private final CurrentTime time;
    private final long lifetimeNanos;
    private final RecordRing ring;
    private final TimerQueue.Timer sweep;
    /** Of the few that change what they forward, by position. */
    private final Map<Long, UnaryOperator<SipMessage>> edits = new HashMap<>();
    /** Open addressing, linear probing; at most half full. 0 is an empty slot, else the position plus one. */
    private long[] positions = new long[FIRST_SLOTS];

    private long[] numbers = new long[FIRST_SLOTS];

    /**
     * @param lifetimeNanos how long each is kept
     * @param chunks most buffers of {@link RecordRing#CHUNK_BYTES}
     */
    FinishedTransactions(CurrentTime time, TimerQueue timers, long lifetimeNanos, int chunks) {
        this.time = time;
        this.lifetimeNanos = lifetimeNanos;
        this.ring = new RecordRing(chunks);
        this.sweep = timers.timer(this::sweep);
    }

    /** Number of transactions; of those that ended within the last second some may still be counted. */
    int size() {
        return ring.count();
    }

    /**
     * Keeps one; without effect when its key and message are too long to be kept.
     *
     * @param number the same for equal keys
     * @return how many of the oldest had to go early for want of room
     */
    int add(long number, String key, Remains remains) {
        int length = RemainsRecord.length(remains, key);
        if (length > RecordRing.MAX_RECORD_BYTES || key.length() > 0xFFFF) {
            return 1; // itself
        }
        forgetEnded(2);
        int evicted = 0;
        long position = ring.append(length);
        while (position < 0) {
            removeOldest();
            evicted++;
            position = ring.append(length);
        }
        long expiry = time.nanos() + lifetimeNanos;
        RemainsRecord.put(ring.chunk(position), ring.offset(position), expiry, number, key, remains);
        if (remains.edit() != null) {
            edits.put(position, remains.edit());
        }
        if (2 * ring.count() > positions.length) {
            grow();
        }
        index(number, position);
        if (!sweep.isRunning()) {
            sweep.start(SWEEP_NANOS);
        }
        return evicted;
    }

    /** The latest of a side with that key; null when there is none. */
    Remains find(long number, boolean ofServer, boolean ofInvite, String key) {
        for (int slot = slot(number); positions[slot] != 0; slot = following(slot)) {
            if (numbers[slot] == number) {
                long position = positions[slot] - 1;
                Remains found = read(position, ofServer, ofInvite, key);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Whether there is any with that number: where there is none, no key need be made to look for one. */
    boolean mayHave(long number) {
        for (int slot = slot(number); positions[slot] != 0; slot = following(slot)) {
            if (numbers[slot] == number) {
                return true;
            }
        }
        return false;
    }

    private Remains read(long position, boolean ofServer, boolean ofInvite, String key) {
        ByteBuffer record = ring.chunk(position);
        int at = ring.offset(position);
        Remains.State state = RemainsRecord.state(record, at);
        if (state.isOfServer() != ofServer
                || state.isOfInvite() != ofInvite
                || RemainsRecord.expiryNanos(record, at) - time.nanos() <= 0
                || !RemainsRecord.hasKey(record, at, key)) {
            return null;
        }
        return new Remains(
                state, RemainsRecord.path(record, at), RemainsRecord.message(record, at), edits.get(position));
    }

    /** Forgets the oldest early; false when there is none. */
    boolean evictOldest() {
        if (ring.count() == 0) {
            return false;
        }
        removeOldest();
        return true;
    }

    private void sweep() {
        forgetEnded(Integer.MAX_VALUE);
        if (ring.count() > 0) {
            sweep.start(SWEEP_NANOS);
        }
    }

    private void forgetEnded(int most) {
        for (int i = 0; i < most && ring.count() > 0; i++) {
            long oldest = ring.first();
            if (RemainsRecord.expiryNanos(ring.chunk(oldest), ring.offset(oldest)) - time.nanos() > 0) {
                return;
            }
            removeOldest();
        }
    }

    private void removeOldest() {
        long oldest = ring.first();
        unindex(RemainsRecord.number(ring.chunk(oldest), ring.offset(oldest)), oldest);
        if (!edits.isEmpty()) {
            edits.remove(oldest);
        }
        ring.removeFirst();
    }

    private void index(long number, long position) {
        int slot = slot(number);
        while (positions[slot] != 0) {
            slot = following(slot);
        }
        positions[slot] = position + 1;
        numbers[slot] = number;
    }

    /** Takes a slot out and moves those behind it up, so that no probe ends before it should. */
    private void unindex(long number, long position) {
        int hole = slot(number);
        while (positions[hole] != position + 1) {
            hole = following(hole);
        }
        for (int slot = following(hole); positions[slot] != 0; slot = following(slot)) {
            int wanted = slot(numbers[slot]);
            boolean reachesHole =
                    ((slot - wanted) & (positions.length - 1)) >= ((slot - hole) & (positions.length - 1));
            if (reachesHole) {
                positions[hole] = positions[slot];
                numbers[hole] = numbers[slot];
                hole = slot;
            }
        }
        positions[hole] = 0;
    }

    private void grow() {
        long[] oldPositions = positions;
        long[] oldNumbers = numbers;
        positions = new long[2 * oldPositions.length];
        numbers = new long[2 * oldPositions.length];
        for (int i = 0; i < oldPositions.length; i++) {
            if (oldPositions[i] != 0) {
                index(oldNumbers[i], oldPositions[i] - 1);
            }
        }
    }

    private int slot(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & (positions.length - 1);
    }

    private int following(int slot) {
        return (slot + 1) & (positions.length - 1);
    }
}
