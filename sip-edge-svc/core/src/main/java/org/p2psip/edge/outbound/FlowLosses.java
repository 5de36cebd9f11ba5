package org.p2psip.edge.outbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits for an answer on which stream. It holds only what was sent over a flow and is not answered, so it is bounded
 * by the transactions; a stream that nobody waits on costs one look when it closes.
 */
public final class FlowLosses {
    /** Who waits on a stream. */
    public interface Waiting {
        /** The stream is closed: what was sent on it may never have arrived. */
        void flowLost();
    }

    private final Map<Long, List<Waiting>> byConnection = new HashMap<>();

    public void add(long connection, Waiting waiting) {
        byConnection.computeIfAbsent(connection, any -> new ArrayList<>(1)).add(waiting);
    }

    /** Without effect for one that does not wait. */
    public void remove(long connection, Waiting waiting) {
        List<Waiting> all = byConnection.get(connection);
        if (all != null && all.remove(waiting) && all.isEmpty()) {
            byConnection.remove(connection);
        }
    }

    /** A stream is closed. */
    public void closed(long connection) {
        List<Waiting> all = byConnection.remove(connection);
        if (all != null) {
            all.forEach(Waiting::flowLost);
        }
    }

    /** Number of streams that somebody waits on. */
    public int size() {
        return byConnection.size();
    }
}
