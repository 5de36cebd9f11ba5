package org.p2psip.routing.link;

import java.util.HashMap;
import java.util.Map;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.NodeId;

/**
 * Peers that failed or left lately. What others say of them is not believed for a while, as those may not know yet; the
 * peer itself is believed at once.
 */
public final class HoldDown {
    /** Most peers held down; beyond it hearsay is tried, which costs an Attach that fails. */
    private static final int LIMIT = 256;

    private final PeerContext context;
    private final Map<NodeId, Long> until = new HashMap<>();

    public HoldDown(PeerContext context) {
        this.context = context;
    }

    /** A peer failed or left. */
    public void add(NodeId id) {
        add(id, context.config().holdDownMs());
    }

    /** A peer that others tell of did not answer: they may know better soon. */
    public void addBriefly(NodeId id) {
        add(id, context.config().forwarding().reliabilityTimerMs());
    }

    private void add(NodeId id, int millis) {
        if (until.size() >= LIMIT) {
            until.values().removeIf(end -> end <= context.now());
        }
        if (until.size() < LIMIT) {
            until.merge(id, context.now() + millis, Math::max);
        }
    }

    /** The peer itself was heard. */
    public void remove(NodeId id) {
        if (!until.isEmpty()) {
            until.remove(id);
        }
    }

    /** Whether hearsay of a peer is to be ignored. */
    public boolean contains(NodeId id) {
        Long end = until.get(id);
        if (end != null && end <= context.now()) {
            until.remove(id);
            end = null;
        }
        return end != null;
    }
}
