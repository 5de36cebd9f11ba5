package org.p2psip.edge;

import java.util.concurrent.atomic.AtomicLongArray;
import org.p2psip.edge.sight.Traffic;

/** The counts of one edge since it started. Written by its event loop only; any thread may read. */
public final class Counters {
    private final AtomicLongArray counts = new AtomicLongArray(EdgeCounter.values().length);

    private final Traffic traffic = new Traffic();

    /** Requests and responses by their labels. */
    public Traffic traffic() {
        return traffic;
    }

    /** Adds one. */
    public void add(EdgeCounter counter) {
        add(counter, 1);
    }

    /** Adds several. */
    public void add(EdgeCounter counter, int several) {
        int index = counter.ordinal();
        counts.setOpaque(index, counts.getPlain(index) + several); // one writer: no read-modify-write needed
    }

    /** The count so far. */
    public long get(EdgeCounter counter) {
        return counts.getOpaque(counter.ordinal());
    }
}
