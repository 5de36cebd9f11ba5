package org.p2psip.edge.service;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One count for each constant of an enum. Any thread may read; one thread writes, so that adding needs no locked
 * instruction.
 */
public final class Counts<E extends Enum<E>> {
    private final AtomicLongArray counts;

    public Counts(Class<E> type) {
        counts = new AtomicLongArray(type.getEnumConstants().length);
    }

    /** Adds one. */
    public void add(E counter) {
        add(counter, 1);
    }

    /** Adds a number that is not negative. */
    public void add(E counter, long number) {
        int index = counter.ordinal();
        counts.setOpaque(index, counts.getPlain(index) + number);
    }

    /** The count so far. */
    public long get(E counter) {
        return counts.getOpaque(counter.ordinal());
    }
}
