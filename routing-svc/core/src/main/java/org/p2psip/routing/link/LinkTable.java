package org.p2psip.routing.link;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.routing.link.Link.State;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/** All links of a peer, by the Node-ID of the other side: the connection table of RFC 6940. */
public final class LinkTable {
    /** A link that is opened and never answered is given up, should the shell forget to say so. */
    private static final int OPENING_MS = 10_000;

    private final PeerContext context;
    private final Map<NodeId, Link> links = new HashMap<>();
    private long due = Long.MAX_VALUE;

    public LinkTable(PeerContext context) {
        this.context = context;
    }

    /** The link to a peer in any state; null when there is none. */
    public Link get(NodeId id) {
        return links.get(id);
    }

    /** Whether messages can be sent to a peer. */
    public boolean isUp(NodeId id) {
        Link link = links.get(id);
        return link != null && link.isUp();
    }

    /** Whether a peer is linked, in the ring, and not suspected of having failed. */
    public boolean isUsable(NodeId id) {
        Link link = links.get(id);
        return link != null && link.isUp() && link.ready && link.probes < suspectAfter();
    }

    public Collection<Link> all() {
        return links.values();
    }

    public int size() {
        return links.size();
    }

    /** Opens a link to a peer, or waits for it to do so when it cannot be dialed; null at the limit. */
    public Link open(PeerInfo peer) {
        Link link = links.get(peer.id());
        if (link == null && (link = add(peer, peer.isDialable() ? State.OPENING : State.EXPECTED)) != null) {
            if (peer.isDialable()) {
                context.command(new PeerCommand.OpenLink(peer));
            }
        }
        return link;
    }

    /** Waits for a peer to open a link; null at the limit. */
    public Link expect(PeerInfo peer) {
        Link link = links.get(peer.id());
        return link == null ? add(peer, State.EXPECTED) : link;
    }

    private Link add(PeerInfo peer, State state) {
        if (links.size() >= context.config().limits().links()) {
            context.counters().add(PeerCounter.LIMITED);
            return null;
        }
        Link link = new Link(peer, state, context.now());
        links.put(peer.id(), link);
        wake(link, context.now() + OPENING_MS);
        return link;
    }

    /** A link came up, opened by either side; null at the limit. A link that was up before is replaced by it. */
    public Link up(PeerInfo peer, boolean dialer) {
        Link link = links.get(peer.id());
        if (link == null && (link = add(peer, State.EXPECTED)) == null) {
            return null;
        }
        link.peer = peer;
        link.state = State.UP;
        link.dialer = dialer;
        link.probes = 0;
        link.askedAt = Long.MAX_VALUE;
        link.lastHeard = context.now();
        link.neededAt = context.now();
        if (link.ready) {
            // it may be a new start of the same peer, which is not in the ring yet: it has to say again that it is
            link.ready = false;
            link.readyBy = context.now() + context.config().joinTimeoutMs();
            wake(link, link.readyBy);
        }
        wake(link, context.now() + context.config().liveness().neighborSilenceMs());
        return link;
    }

    /** Forgets a link; returns it, or null when there was none. */
    public Link remove(NodeId id) {
        return links.remove(id);
    }

    /** Closes a link and forgets it. */
    public void close(NodeId id) {
        if (links.remove(id) != null) {
            context.counters().add(PeerCounter.LINKS_CLOSED);
            context.command(new PeerCommand.CloseLink(id));
        }
    }

    /** Closes all links and forgets them. */
    public void closeAll() {
        List.copyOf(links.keySet()).forEach(this::close);
    }

    /** Something is to be looked at by then. */
    void wake(Link link, long time) {
        link.dueAt = time;
        due = Math.min(due, time);
    }

    /** Earliest time when a link is to be looked at, or before it. */
    long due() {
        return due;
    }

    /** The earliest time was found anew. */
    void due(long time) {
        due = time;
    }

    private int suspectAfter() {
        return context.config().liveness().suspectAfter();
    }
}
