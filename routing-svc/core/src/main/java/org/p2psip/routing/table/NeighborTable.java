package org.p2psip.routing.table;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/**
 * The nearest peers both ways round the ring (RFC 6940 section 10.1). Behind the nearest successors stand, where those
 * are of too few sites, the first successors of the next sites: replicas go there. On a small ring a peer is both
 * predecessor and successor.
 */
public final class NeighborTable {
    /** Sites beside the own one whose first successor is known: those that hold replicas. */
    public static final int REPLICA_SITES = 2;

    private final PeerInfo self;
    private final int width;
    private List<PeerInfo> predecessors = List.of();
    private List<PeerInfo> successors = List.of();

    /** @param width neighbors in each direction, at least 3 */
    public NeighborTable(PeerInfo self, int width) {
        this.self = self;
        this.width = width;
    }

    /** Nearest first. The list never changes; the table makes another. */
    public List<PeerInfo> predecessors() {
        return predecessors;
    }

    /** Nearest first. The list never changes; the table makes another. */
    public List<PeerInfo> successors() {
        return successors;
    }

    /** The peer before this one; null on a ring of one. */
    public PeerInfo predecessor() {
        return predecessors.isEmpty() ? null : predecessors.getFirst();
    }

    /** The peer behind this one; null on a ring of one. */
    public PeerInfo successor() {
        return successors.isEmpty() ? null : successors.getFirst();
    }

    /** The last of the nearest successors; null on a ring of one. */
    public PeerInfo lastSuccessor() {
        return successors.isEmpty() ? null : successors.get(Math.min(width, successors.size()) - 1);
    }

    /** Whether a peer is in the table. */
    public boolean contains(NodeId id) {
        return indexOf(predecessors, id) >= 0 || indexOf(successors, id) >= 0;
    }

    /** Whether a peer that is not in the table would be taken into it. */
    public boolean wants(PeerInfo peer) {
        if (peer.id().equals(self.id()) || contains(peer.id())) {
            return false;
        }
        return isWantedBy(self, predecessors, successors, peer, width);
    }

    /**
     * Whether another peer would take a third one into its table, which lies before us as it told us: because the third
     * is nearer than those it has, or it has too few. False when it is there.
     */
    public boolean isMissedBy(PeerInfo other, List<PeerInfo> before, List<PeerInfo> behind, PeerInfo third) {
        return !third.id().equals(other.id())
                && indexOf(before, third.id()) < 0
                && indexOf(behind, third.id()) < 0
                && isWantedBy(other, before, behind, third, width);
    }

    private static boolean isWantedBy(
            PeerInfo owner, List<PeerInfo> before, List<PeerInfo> behind, PeerInfo peer, int width) {
        return before.size() < width
                || behind.size() < width
                || isNearerBefore(owner, peer, before.get(width - 1))
                || owner.position()
                        .isNearerTo(peer.position(), behind.get(width - 1).position())
                || isFirstOfReplicaSite(owner, behind, peer);
    }

    /** Takes a peer in where it belongs; returns whether the table changed. */
    public boolean offer(PeerInfo peer) {
        if (!wants(peer)) {
            return false;
        }
        List<PeerInfo> before = insert(predecessors, peer, true);
        predecessors = before.size() > width ? List.copyOf(before.subList(0, width)) : before;
        successors = trimmed(insert(successors, peer, false));
        return true;
    }

    /** Takes a peer out; returns whether it was in. */
    public boolean remove(NodeId id) {
        int before = indexOf(predecessors, id);
        int behind = indexOf(successors, id);
        if (before >= 0) {
            predecessors = without(predecessors, before);
        }
        if (behind >= 0) {
            successors = without(successors, behind);
        }
        refill();
        return before >= 0 || behind >= 0;
    }

    /** Where neighbors on one side are gone, those on the other are the next: the ring is closed. */
    private void refill() {
        List<PeerInfo> others = predecessors;
        for (int i = 0; i < others.size() && successors.size() < width; i++) {
            successors = inserted(successors, others.get(i), false);
        }
        others = successors;
        for (int i = 0; i < others.size() && predecessors.size() < width; i++) {
            predecessors = inserted(predecessors, others.get(i), true);
        }
    }

    private List<PeerInfo> inserted(List<PeerInfo> sorted, PeerInfo peer, boolean before) {
        return indexOf(sorted, peer.id()) >= 0 ? sorted : insert(sorted, peer, before);
    }

    /** Whether this peer is responsible for a position: it lies after the predecessor, up to the peer itself. */
    public boolean isResponsible(Position key) {
        PeerInfo before = predecessor();
        return before == null || key.isBetween(before.position(), self.position());
    }

    /**
     * Who is responsible for a position among this peer and its neighbors; null when it lies beyond them, so that the
     * table cannot tell.
     */
    public PeerInfo ownerOf(Position key) {
        if (isResponsible(key)) {
            return self;
        }
        PeerInfo before = self;
        for (int i = 0; i < Math.min(width, successors.size()); i++) {
            PeerInfo behind = successors.get(i);
            if (key.isBetween(before.position(), behind.position())) {
                return behind;
            }
            before = behind;
        }
        for (int i = 0; i < predecessors.size(); i++) {
            PeerInfo peer = predecessors.get(i);
            boolean last = i == predecessors.size() - 1;
            if (key.equals(peer.position())
                    || !last && key.isBetween(predecessors.get(i + 1).position(), peer.position())) {
                return peer;
            }
        }
        return null;
    }

    /** The sites that hold replicas beside the responsible peer's own, when that is this peer: at most two, clockwise. */
    public List<String> replicaSites() {
        List<String> sites = new ArrayList<>(REPLICA_SITES);
        for (PeerInfo peer : successors) {
            if (sites.size() < REPLICA_SITES && isOther(sites, peer)) {
                sites.add(peer.site());
            }
        }
        return sites;
    }

    /** The first peer of each of {@link #replicaSites}, in their order. */
    public List<PeerInfo> replicaPeers() {
        List<String> sites = new ArrayList<>(REPLICA_SITES);
        List<PeerInfo> peers = new ArrayList<>(REPLICA_SITES);
        for (PeerInfo peer : successors) {
            if (sites.size() < REPLICA_SITES && isOther(sites, peer)) {
                sites.add(peer.site());
                peers.add(peer);
            }
        }
        return peers;
    }

    private boolean isOther(List<String> sites, PeerInfo peer) {
        return !peer.site().equals(self.site()) && !sites.contains(peer.site());
    }

    /** The nearest, and those behind them that are the first of a replica site. */
    private List<PeerInfo> trimmed(List<PeerInfo> sorted) {
        if (sorted.size() <= width) {
            return sorted;
        }
        List<PeerInfo> kept = new ArrayList<>(width);
        List<String> sites = new ArrayList<>(REPLICA_SITES);
        for (PeerInfo peer : sorted) {
            boolean first = sites.size() < REPLICA_SITES && isOther(sites, peer);
            if (first) {
                sites.add(peer.site());
            }
            if (first || kept.size() < width) {
                kept.add(peer);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean isFirstOfReplicaSite(PeerInfo owner, List<PeerInfo> behind, PeerInfo peer) {
        if (peer.site().equals(owner.site())) {
            return false;
        }
        int sites = 0;
        for (int i = 0; i < behind.size() && sites < REPLICA_SITES; i++) {
            PeerInfo nearer = behind.get(i);
            if (owner.position().isNearerTo(peer.position(), nearer.position())) {
                return true;
            }
            if (nearer.site().equals(peer.site())) {
                return false;
            }
            boolean other = !nearer.site().equals(owner.site());
            for (int j = 0; j < i && other; j++) {
                other = !behind.get(j).site().equals(nearer.site());
            }
            sites += other ? 1 : 0;
        }
        return sites < REPLICA_SITES;
    }

    private List<PeerInfo> insert(List<PeerInfo> sorted, PeerInfo peer, boolean before) {
        int at = 0;
        while (at < sorted.size() && !isNearer(peer, sorted.get(at), before)) {
            at++;
        }
        List<PeerInfo> longer = new ArrayList<>(sorted.size() + 1);
        longer.addAll(sorted.subList(0, at));
        longer.add(peer);
        longer.addAll(sorted.subList(at, sorted.size()));
        return List.copyOf(longer);
    }

    private boolean isNearer(PeerInfo one, PeerInfo other, boolean before) {
        return before ? isNearerBefore(self, one, other) : self.position().isNearerTo(one.position(), other.position());
    }

    private static boolean isNearerBefore(PeerInfo owner, PeerInfo one, PeerInfo other) {
        return one.position()
                        .distanceTo(owner.position())
                        .compareTo(other.position().distanceTo(owner.position()))
                < 0;
    }

    private static List<PeerInfo> without(List<PeerInfo> peers, int index) {
        List<PeerInfo> shorter = new ArrayList<>(peers);
        shorter.remove(index);
        return List.copyOf(shorter);
    }

    private static int indexOf(List<PeerInfo> peers, NodeId id) {
        for (int i = 0; i < peers.size(); i++) {
            if (peers.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
