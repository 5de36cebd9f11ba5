package org.p2psip.storage.service.grpc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Operations in flight of the whole service, bounded.
 *
 * @param perStream most on one stream
 * @param all       most on all streams and single calls together
 */
record OperationLimits(int perStream, int all, AtomicInteger inFlight) {
    OperationLimits(int perStream, int all) {
        this(perStream, all, new AtomicInteger());
    }

    /** Takes a place, to be given back by {@link #leave}; false when there is none. */
    boolean enter() {
        if (inFlight.incrementAndGet() > all) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inFlight.decrementAndGet();
    }
}
