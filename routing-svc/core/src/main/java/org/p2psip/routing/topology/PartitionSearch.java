package org.p2psip.routing.topology;

import java.util.List;
import org.p2psip.routing.forward.Router;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/**
 * Finds other parts of the overlay and grows together with them (RFC 6940 section 10.7.4.4): asks a peer that was lost,
 * or one that bootstrap names, who is behind this peer. When that is somebody else than the successor, there are two
 * rings, and this peer attaches to him; Updates do the rest.
 */
public final class PartitionSearch {
    private final PeerContext context;
    private final LinkTable links;
    private final Router router;
    private final NeighborTable neighbors;
    private final Attaching attaching;
    private final LostPeers lost;
    private NodeId contact;
    private boolean bootstrapNext;
    private long due = Long.MAX_VALUE;

    public PartitionSearch(
            PeerContext context, LinkTable links, Router router, NeighborTable neighbors, Attaching attaching) {
        this.context = context;
        this.links = links;
        this.router = router;
        this.neighbors = neighbors;
        this.attaching = attaching;
        this.lost = new LostPeers(context.config().limits().lostPeers());
    }

    /** This peer is in the ring. */
    public void start() {
        due = context.jittered(context.config().searchIntervalMs());
    }

    /** This peer is not in the ring any more. */
    public void stop() {
        due = Long.MAX_VALUE;
    }

    /** A peer of the ring failed. */
    public void failed(PeerInfo peer) {
        lost.add(peer);
    }

    /** A peer left, or came back. */
    public void forget(NodeId id) {
        lost.remove(id);
    }

    /** When {@link #advance} is to be called. */
    public long due() {
        return due;
    }

    /** Asks the next one. */
    public void advance() {
        if (context.now() < due) {
            return;
        }
        due = context.jittered(context.config().searchIntervalMs());
        PeerInfo peer = bootstrapNext ? null : lost.any(context.random());
        bootstrapNext = !bootstrapNext;
        if (peer == null) {
            context.command(new PeerCommand.Discover());
        } else {
            ask(peer);
        }
    }

    /** Bootstrap named peers that are in the overlay. */
    public void discovered(List<PeerInfo> peers) {
        List<PeerInfo> others = peers.stream()
                .filter(peer -> !peer.id().equals(context.self().id()))
                .toList();
        if (context.isMember() && !others.isEmpty()) {
            ask(others.get(context.random().nextInt(others.size())));
        }
    }

    private void ask(PeerInfo peer) {
        contact = peer.id();
        Link link = links.open(peer);
        if (link != null && link.isUp()) {
            linkUp(link);
        }
    }

    /** A link came up. */
    public void linkUp(Link link) {
        if (!link.peer().id().equals(contact)) {
            return;
        }
        NodeId through = contact;
        contact = null;
        ResourceId behindSelf = new ResourceId(context.self().position().next());
        router.transactions().ask(List.of(through, behindSelf), Contents.Ping.INSTANCE, 1, answer -> {
            if (answer instanceof Contents.PingAnswer found && neighbors.wants(found.from())) {
                attaching.attach(found.from(), through);
            }
        });
    }
}
