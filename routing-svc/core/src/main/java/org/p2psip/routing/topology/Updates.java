package org.p2psip.routing.topology;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.routing.link.FailureDetector;
import org.p2psip.routing.link.HoldDown;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.table.RoutingTable;

/**
 * Keeps the tables right (RFC 6940 section 10.7): takes in peers that are linked and in the ring, attaches to better ones
 * that others tell of, replaces those that are gone, and tells the neighbors, at once when something changed and
 * periodically.
 */
public final class Updates {
    private final PeerContext context;
    private final LinkTable links;
    private final RoutingTable table;
    private final FailureDetector detector;
    private final Attaching attaching;
    private final HoldDown holdDown;
    private final PendingRanges pending;
    private final RangeWatch ranges;
    /** Who is to be told though it is no neighbor. */
    private final Set<NodeId> owed = new LinkedHashSet<>(4);

    private long periodicDue = Long.MAX_VALUE;
    private long changeDue = Long.MAX_VALUE;
    private long lastTold = Long.MIN_VALUE / 2;

    public Updates(
            PeerContext context,
            LinkTable links,
            RoutingTable table,
            FailureDetector detector,
            Attaching attaching,
            HoldDown holdDown,
            PendingRanges pending) {
        this.context = context;
        this.links = links;
        this.table = table;
        this.detector = detector;
        this.attaching = attaching;
        this.holdDown = holdDown;
        this.pending = pending;
        this.ranges = new RangeWatch(context, table.neighbors(), pending);
    }

    /** An Update came over the link to its sender. */
    public void received(Link link, Contents.Update update) {
        PeerInfo peer = link.peer();
        holdDown.remove(peer.id());
        link.markReady();
        admit(peer);
        if (update.type() == UpdateType.PEER_READY) {
            return;
        }
        if (peer.site().equals(context.self().site())) {
            table.site().told(peer, servedAfter(peer, update));
        }
        hearsay(update.predecessors(), peer);
        hearsay(update.successors(), peer);
        hearsay(update.fingers(), peer);
        hearsay(update.sitePeers(), peer);
        if (context.isMember() && isBehind(peer, update)) {
            owe(link);
        }
    }

    /** Behind which position the site has the records of a peer's range; null when it is alone on the ring. */
    private static Position servedAfter(PeerInfo peer, Contents.Update update) {
        if (update.servedAfter() != null) {
            return update.servedAfter();
        }
        return update.predecessors().isEmpty()
                ? null
                : update.predecessors().getFirst().position();
    }

    /** Takes in a peer that is linked and in the ring, where it has a place. */
    public void admit(PeerInfo peer) {
        table.fingers().offer(peer);
        if (table.neighbors().offer(peer)) {
            changed();
        }
    }

    /** A link that was idle may be that of a peer that is gone: that one is asked first. */
    private void admitFresh(Link link) {
        if (detector.isFresh(link)) {
            admit(link.peer());
        }
    }

    /**
     * A peer told of others: those that would have a place are attached to.
     *
     * @param teller through whom they are reached; null when it leaves the ring, and forwards nothing soon
     */
    public void hearsay(List<PeerInfo> peers, PeerInfo teller) {
        for (int i = 0; i < peers.size(); i++) {
            PeerInfo peer = peers.get(i);
            if (table.wants(peer)) {
                Link link = links.get(peer.id());
                if (link != null && link.isReady()) {
                    admitFresh(link);
                } else if (link != null && link.isUp() && context.isMember()) {
                    // Its word that it is in the ring was lost; it answers an Update that does not name it
                    owe(link);
                } else {
                    attaching.attach(peer, teller == null ? null : teller.id());
                }
            }
        }
    }

    /** Whether a peer that told its neighbors lacks one that this peer knows. */
    private boolean isBehind(PeerInfo peer, Contents.Update update) {
        NeighborTable neighbors = table.neighbors();
        return isMissed(neighbors.predecessors(), peer, update)
                || isMissed(neighbors.successors(), peer, update)
                || isMissed(List.of(context.self()), peer, update);
    }

    private boolean isMissed(List<PeerInfo> known, PeerInfo peer, Contents.Update update) {
        for (int i = 0; i < known.size(); i++) {
            if (table.neighbors().isMissedBy(peer, update.predecessors(), update.successors(), known.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Tells a peer at once, or with the next changes when it was told just now. */
    private void owe(Link link) {
        int gap = context.config().updateGapMs();
        if (link.wasToldSince(context.now() - gap)) {
            owed.add(link.peer().id());
            changeDue = Math.min(changeDue, context.now() + gap);
        } else {
            tell(link, UpdateType.NEIGHBORS);
        }
    }

    /** A peer is not in the ring any more: it loses its places, and the best of the others get them. */
    public void remove(PeerInfo peer) {
        Link gone = links.get(peer.id());
        if (gone != null) {
            gone.markNotReady();
        }
        table.site().remove(peer.id());
        boolean finger = table.fingers().remove(peer.id());
        boolean neighbor = table.neighbors().remove(peer.id());
        if (finger || neighbor) {
            // RFC 6940 10.7.1 and 10.7.2: the best match among those that are known
            for (Link link : links.all()) {
                if (link.isReady() && table.wants(link.peer())) {
                    admitFresh(link);
                }
            }
        }
        if (neighbor) {
            changed();
        }
    }

    /** A link came up: the other side is told that this one is in the ring, and its neighbors if it needs them. */
    public void linkUp(Link link) {
        boolean full = link.takeFullUpdateWanted();
        if (context.isMember()) {
            boolean neighbor = table.neighbors().wants(link.peer())
                    || table.neighbors().contains(link.peer().id());
            boolean sitePeer = link.peer().site().equals(context.self().site());
            tell(link, full ? UpdateType.FULL : neighbor || sitePeer ? UpdateType.NEIGHBORS : UpdateType.PEER_READY);
        }
    }

    /** The neighbor table changed. */
    private void changed() {
        NeighborTable neighbors = table.neighbors();
        if (neighbors.lastSuccessor() != null) {
            table.fingers()
                    .growTo(table.fingers().numberOf(neighbors.lastSuccessor().position()));
        }
        watch(neighbors.predecessors());
        watch(neighbors.successors());
        if (context.isMember()) {
            ranges.changed();
            changeDue = Math.min(
                    changeDue,
                    Math.max(context.now(), lastTold + context.config().updateGapMs()));
        }
    }

    private void watch(List<PeerInfo> neighbors) {
        for (int i = 0; i < neighbors.size(); i++) {
            detector.watch(neighbors.get(i).id());
        }
    }

    /** This peer has become a member of the ring: all that it is linked to hear of it. */
    public void announce() {
        ranges.changed();
        for (Link link : links.all()) {
            if (link.isUp() && !table.neighbors().contains(link.peer().id())) {
                tell(link, UpdateType.PEER_READY);
            }
        }
        tellNeighbors();
        periodicDue = context.jittered(context.config().updateIntervalMs());
    }

    /** This peer is not a member any more. */
    public void stop() {
        periodicDue = Long.MAX_VALUE;
        changeDue = Long.MAX_VALUE;
    }

    /** Tells all neighbors and peers of the own site. */
    public void tellNeighbors() {
        changeDue = Long.MAX_VALUE;
        lastTold = context.now();
        Set<NodeId> audience = new LinkedHashSet<>();
        table.neighbors().successors().forEach(peer -> audience.add(peer.id()));
        table.neighbors().predecessors().forEach(peer -> audience.add(peer.id()));
        table.site().peers().forEach(peer -> audience.add(peer.id()));
        audience.addAll(owed);
        owed.clear();
        for (NodeId id : audience) {
            Link link = links.get(id);
            if (link != null && link.isUp()) {
                tell(link, UpdateType.NEIGHBORS);
            }
        }
    }

    /** Sends an Update over a link that is up. */
    public void tell(Link link, UpdateType type) {
        boolean lists = type != UpdateType.PEER_READY;
        boolean ofSite = lists && link.peer().site().equals(context.self().site());
        NeighborTable neighbors = table.neighbors();
        link.told(context.now());
        context.counters().add(PeerCounter.UPDATES);
        context.send(
                link.peer().id(),
                context.request(
                        new Contents.Update(
                                type,
                                context.uptimeSeconds(),
                                lists ? neighbors.predecessors() : List.of(),
                                lists ? neighbors.successors() : List.of(),
                                type == UpdateType.FULL ? table.fingers().peers() : List.of(),
                                ofSite ? table.site().peers() : List.of(),
                                ofSite ? pending.servedAfter() : null),
                        List.of(link.peer().id())));
    }

    /** When {@link #advance} is to be called. */
    public long due() {
        return Math.min(periodicDue, changeDue);
    }

    /** Sends what is due. */
    public void advance() {
        if (periodicDue <= context.now()) {
            periodicDue = context.jittered(context.config().updateIntervalMs());
            tellNeighbors();
        } else if (changeDue <= context.now()) {
            tellNeighbors();
        }
    }
}
