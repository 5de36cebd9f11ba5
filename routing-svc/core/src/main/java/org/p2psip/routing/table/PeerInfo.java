package org.p2psip.routing.table;

import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/**
 * A peer, as others are told of it.
 *
 * @param id its Node-ID
 * @param address where its links are opened to, "host:port"; empty for one that only dials out
 * @param site name of its site
 */
public record PeerInfo(NodeId id, String address, String site) {
    /** Where it sits on the ring. */
    public Position position() {
        return id.position();
    }

    /** Whether a link to it can be opened; else it opens those it needs. */
    public boolean isDialable() {
        return !address.isEmpty();
    }
}
