package org.p2psip.routing.peer;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** The counts of one peer since it started, modulo 2^32. Written by its event loop only; any thread may read. */
public final class Counters {
    private static final int COUNT = PeerCounter.values().length;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNT);

    /** Adds one. */
    public void add(PeerCounter counter) {
        int index = counter.ordinal();
        counts.setOpaque(index, counts.getPlain(index) + 1); // one writer: no read-modify-write needed
    }

    /** The count so far. */
    public long get(PeerCounter counter) {
        return Integer.toUnsignedLong(counts.getOpaque(counter.ordinal()));
    }
}
