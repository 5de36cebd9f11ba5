package org.p2psip.routing.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/** How many peers the ring has, guessed from how close the neighbors sit; exact where they are all of it. */
public final class SizeEstimate {
    private static final double RING = 0x1p128;

    private SizeEstimate() {}

    /**
     * Peers of the ring, at least 1.
     *
     * @param width neighbors that the table keeps in each direction
     */
    public static double of(NeighborTable neighbors, int width) {
        List<PeerInfo> before = neighbors.predecessors();
        List<PeerInfo> behind = neighbors
                .successors()
                .subList(0, Math.min(width, neighbors.successors().size()));
        Set<NodeId> known = new HashSet<>();
        neighbors.successors().forEach(peer -> known.add(peer.id()));
        before.forEach(peer -> known.add(peer.id()));
        boolean closed = known.size() < before.size() + behind.size() || behind.size() < width;
        if (closed) {
            return known.size() + 1;
        }
        Position arc = before.getLast().position().distanceTo(behind.getLast().position());
        double share = (arc.high() >>> 1) / 0x1p63;
        return share == 0 ? RING : (before.size() + behind.size()) / share;
    }
}
