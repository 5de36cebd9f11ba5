package org.p2psip.routing.ring;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The ring as one peer sees it: itself and its nearest neighbors both ways round (RFC 6940 section 10.1). A ring of one
 * has no neighbors, and its peer is responsible for everything.
 *
 * @param self this peer
 * @param predecessors nearest first, at most {@link #NEIGHBORS}
 * @param successors nearest first, at most {@link #NEIGHBORS}
 */
public record Ring(NodeId self, List<NodeId> predecessors, List<NodeId> successors) {
    /** Neighbors kept in each direction (RFC 6940 section 10.1: at least three). */
    public static final int NEIGHBORS = 3;

    public Ring {
        predecessors = List.copyOf(predecessors);
        successors = List.copyOf(successors);
    }

    /** The ring of a peer that knows these others; itself among them is ignored. */
    public static Ring of(NodeId self, Collection<NodeId> known) {
        return new Ring(
                self,
                nearest(self, known, Comparator.comparing(peer -> peer.position()
                        .distanceTo(self.position()))),
                nearest(self, known, Comparator.comparing(peer -> self.position()
                        .distanceTo(peer.position()))));
    }

    /** Whether this peer stores and answers for a resource: it lies after the predecessor, up to the peer itself. */
    public boolean isResponsible(ResourceId resource) {
        return resource.position().isBetween(predecessor().position(), self.position());
    }

    /** First position of the range that this peer is responsible for; the last is its own. */
    public Position rangeFirst() {
        return predecessor().position().next();
    }

    /** On a ring of one the peer is its own predecessor: the arc from itself to itself is the whole ring. */
    private NodeId predecessor() {
        return predecessors.isEmpty() ? self : predecessors.getFirst();
    }

    private static List<NodeId> nearest(NodeId self, Collection<NodeId> known, Comparator<NodeId> byDistance) {
        return known.stream()
                .filter(peer -> !peer.equals(self))
                .distinct()
                .sorted(byDistance)
                .limit(NEIGHBORS)
                .toList();
    }
}
