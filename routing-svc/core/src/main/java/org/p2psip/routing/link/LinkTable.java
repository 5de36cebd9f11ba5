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

/**
 * All links of a peer, by the Node-ID of the other side: the connection table of RFC 6940. It is bounded; when it is full, a
 * link that the ring needs takes the place of one that nobody needs, so that passing peers cannot keep a neighbor out.
 */
public final class LinkTable {
    /** A link that is opened and never answered is given up, should the shell forget to say so. */
    private static final int OPENING_MS = 10_000;

    private final PeerContext context;
    private final Places places;
    private final Map<NodeId, Link> links = new HashMap<>();
    private long due = Long.MAX_VALUE;

    /** Which peers the ring needs links to. */
    public interface Places {
        /** Whether a peer has a place in the tables, or would get one among the neighbors: its link stays. */
        boolean isHeld(PeerInfo peer);

        /** Whether a peer would get a place in any of the tables. */
        boolean isWanted(PeerInfo peer);
    }

    public LinkTable(PeerContext context, Places places) {
        this.context = context;
        this.places = places;
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

    /**
     * Opens a link that this peer wants, or waits for the other side to do so when that cannot be dialed; null at the limit.
     */
    public Link open(PeerInfo peer) {
        Link link = links.get(peer.id());
        return link == null && hasRoom(true) ? begin(peer, peer.isDialable()) : link;
    }

    /**
     * Waits for a link that the other side wants, or opens it when this peer cannot be dialed; null at the limit, unless the
     * ring needs it.
     */
    public Link grant(PeerInfo peer) {
        Link link = links.get(peer.id());
        boolean dials = !context.self().isDialable() && peer.isDialable();
        return link == null && hasRoom(isNeeded(peer)) ? begin(peer, dials) : link;
    }

    private Link begin(PeerInfo peer, boolean dials) {
        Link link = add(peer, dials ? State.OPENING : State.EXPECTED);
        if (dials) {
            context.command(new PeerCommand.OpenLink(peer));
        }
        return link;
    }

    private Link add(PeerInfo peer, State state) {
        Link link = new Link(peer, state, context.now());
        links.put(peer.id(), link);
        wake(link, context.now() + OPENING_MS);
        return link;
    }

    private boolean isNeeded(PeerInfo peer) {
        return places.isHeld(peer) || places.isWanted(peer);
    }

    /** Whether there is room for one more link; one that is needed gets that of another which nobody needs. */
    private boolean hasRoom(boolean needed) {
        if (links.size() < context.config().limits().links()) {
            return true;
        }
        Link idlest = needed ? idlest() : null;
        if (idlest == null) {
            context.counters().add(PeerCounter.LIMITED);
            return false;
        }
        context.counters().add(PeerCounter.LINKS_DISPLACED);
        close(idlest.peer().id());
        return true;
    }

    /** Of the links that have no place and owe no answer the one that was heard the longest ago; null when there is none. */
    private Link idlest() {
        Link idlest = null;
        for (Link link : links.values()) {
            boolean earlier = idlest == null || link.lastHeard < idlest.lastHeard;
            if (earlier && !link.isAsked() && !places.isHeld(link.peer())) {
                idlest = link;
            }
        }
        return idlest;
    }

    /** A link came up, opened by either side; null at the limit. A link that was up before is replaced by it. */
    public Link up(PeerInfo peer, boolean dialer) {
        Link link = links.get(peer.id());
        if (link == null) {
            if (!hasRoom(isNeeded(peer))) {
                return null;
            }
            link = add(peer, State.EXPECTED);
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
