package org.p2psip.routing.table;

import java.util.function.Predicate;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/** Whom messages may be routed through: the neighbors, the fingers and the peers of the own site. */
public final class RoutingTable {
    private final PeerInfo self;
    private final NeighborTable neighbors;
    private final FingerTable fingers;
    private final SiteTable site;

    /**
     * @param width neighbors in each direction
     * @param sitePeers most peers of the own site
     */
    public RoutingTable(PeerInfo self, int width, int sitePeers) {
        this.self = self;
        this.neighbors = new NeighborTable(self, width);
        this.fingers = new FingerTable(self);
        this.site = new SiteTable(self, sitePeers);
    }

    public NeighborTable neighbors() {
        return neighbors;
    }

    public FingerTable fingers() {
        return fingers;
    }

    public SiteTable site() {
        return site;
    }

    /** Whether a peer would get a place in one of the tables. */
    public boolean wants(PeerInfo peer) {
        return !peer.id().equals(self.id()) && (neighbors.wants(peer) || fingers.wants(peer) || site.wants(peer));
    }

    /** Whether a peer has a place in one of the tables. */
    public boolean contains(NodeId id) {
        return neighbors.contains(id) || fingers.contains(id) || site.contains(id);
    }

    /**
     * Whom a message to a position goes to next; this peer itself when it is responsible.
     *
     * <p>Where the position lies among the neighbors it is the one that is responsible. Else it is the nearest known peer
     * before the position (RFC 6940 section 10.3).
     *
     * @param usable whether a peer that is not a neighbor may be taken: one that is under suspicion is passed over
     */
    public PeerInfo nextHop(Position key, Predicate<NodeId> usable) {
        PeerInfo owner = neighbors.ownerOf(key);
        if (owner != null) {
            return owner;
        }
        PeerInfo siteOwner = site.ownerOf(key);
        if (siteOwner != null && usable.test(siteOwner.id())) {
            return siteOwner;
        }
        PeerInfo last = neighbors.lastSuccessor(); // the key lies beyond it, else it had an owner
        PeerInfo finger = fingers.closestBefore(key, usable);
        boolean farther = finger != null && self.position().isNearerTo(last.position(), finger.position());
        return farther ? finger : last;
    }
}
