package org.p2psip.routing;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.Counters;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.table.RoutingTable;

/**
 * A peer of the overlay (RFC 6940, CHORD-RELOAD). It belongs to one event loop, which calls it with what came in and the
 * time, does the commands, and calls {@link #advance} at {@link #nextDeadline}. A command must not call back before the
 * call that made it has returned.
 *
 * <p>Times are milliseconds of a clock that never goes back.
 */
public final class OverlayPeer {
    private final PeerParts parts;
    private final PeerRequests requests;

    /**
     * @param self what others are told of this peer
     * @param random for transaction IDs, which nobody should guess, and to act out of step with others
     * @param out takes the commands, in their order
     */
    public OverlayPeer(PeerInfo self, PeerConfig config, RandomGenerator random, Consumer<PeerCommand> out) {
        parts = new PeerParts(self, config, random, out, this::requested);
        requests = new PeerRequests(parts);
    }

    private void requested(NodeId from, Message request) {
        requests.requested(from, request);
    }

    /** Begins an overlay: this peer alone is the ring. */
    public void found(long now) {
        parts.context.advanceTo(now);
        parts.joining.found();
    }

    /** Gets into the ring through peers that are in it, at least one; tries until it succeeds. */
    public void join(List<PeerInfo> bootstrapPeers, long now) {
        parts.context.advanceTo(now);
        parts.joining.join(bootstrapPeers);
    }

    /** Leaves the ring; {@link PeerCommand.Left} says when that is done. */
    public void leave(long now) {
        parts.context.advanceTo(now);
        parts.stop();
        parts.leaving.leave();
    }

    /**
     * A message came over the link to a peer. The caller has checked that its signature is the sender's, and that it is
     * of this overlay.
     */
    public void received(NodeId from, Message message, long now) {
        parts.context.advanceTo(now);
        Link link = parts.links.get(from);
        if (link == null || !link.isUp()) {
            parts.context.counters().add(PeerCounter.REFUSED);
            return;
        }
        parts.detector.heard(link);
        if (link.takeCandidate() && link.isReady()) {
            parts.updates.admit(link.peer());
        }
        if (!message.sender().equals(from)) {
            parts.detector.vouched(message.sender());
        }
        parts.router.received(from, message);
    }

    /**
     * A link to a peer is up; its Node-ID is that of its certificate. One that was up before is replaced by it.
     *
     * @param dialer whether this side opened it
     */
    public void linkUp(PeerInfo peer, boolean dialer, long now) {
        parts.context.advanceTo(now);
        parts.holdDown.remove(peer.id());
        parts.partitionSearch.forget(peer.id());
        Link link = parts.links.up(peer, dialer);
        if (link == null) {
            parts.context.command(new PeerCommand.CloseLink(peer.id()));
            return;
        }
        parts.updates.linkUp(link);
        parts.joining.linkUp(link);
        parts.partitionSearch.linkUp(link);
    }

    /** A link could not be opened. */
    public void linkFailed(NodeId id, long now) {
        parts.context.advanceTo(now);
        Link link = parts.links.get(id);
        if (link != null && !link.isUp()) {
            parts.detector.fail(link);
        }
    }

    /** A link broke. */
    public void linkBroken(NodeId id, long now) {
        parts.context.advanceTo(now);
        Link link = parts.links.get(id);
        if (link != null && link.isUp()) {
            parts.detector.broken(link);
        }
    }

    /** The other side closed a link in good order. Where this peer still needs it, it is opened again. */
    public void linkClosed(NodeId id, long now) {
        parts.context.advanceTo(now);
        Link link = parts.links.remove(id);
        if (link != null && parts.table.contains(id)) {
            parts.updates.remove(link.peer());
            parts.links.open(link.peer());
        }
    }

    /** Bootstrap named peers. */
    public void discovered(List<PeerInfo> peers, long now) {
        parts.context.advanceTo(now);
        parts.joining.discovered(peers);
        parts.partitionSearch.discovered(peers);
    }

    /** Sends a request for the layer above to one destination, as below. */
    public void request(long token, Destination destination, Contents.Request contents, long now) {
        request(token, List.of(destination), contents, now);
    }

    /**
     * Sends a request for the layer above; {@link PeerCommand.Completed} brings its outcome.
     *
     * @param token told with the outcome
     * @param destinations at least one; the first is where the message goes first
     */
    public void request(long token, List<Destination> destinations, Contents.Request contents, long now) {
        parts.context.advanceTo(now);
        int transmissions = parts.context.config().forwarding().transmissions();
        parts.router
                .transactions()
                .ask(
                        destinations,
                        contents,
                        transmissions,
                        answer -> parts.context.command(new PeerCommand.Completed(token, answer)));
    }

    /**
     * A client is connected to this peer: requests of the layer above whose destination list ends with it, behind this
     * peer, are delivered (RFC 6940 section 3.2.1).
     */
    public void attach(NodeId client) {
        parts.router.attach(client);
    }

    /** A client is not connected any more. */
    public void detach(NodeId client) {
        parts.router.detach(client);
    }

    /** The layer above answers a request that was delivered. */
    public void answer(PeerCommand.Deliver delivered, Contents.Answer contents, long now) {
        parts.context.advanceTo(now);
        parts.answered.answered(delivered.request(), contents);
        parts.router.answer(delivered.from(), delivered.request(), contents);
    }

    /** Does what is due. */
    public void advance(long now) {
        parts.context.advanceTo(now);
        parts.router.transactions().advance();
        parts.detector.advance();
        parts.joining.advance();
        parts.updates.advance();
        parts.fingerSearch.advance();
        parts.partitionSearch.advance();
        parts.leaving.advance();
    }

    /** When {@link #advance} is to be called, or somewhat earlier; {@link Long#MAX_VALUE} when nothing waits. */
    public long nextDeadline() {
        long topology = Math.min(
                Math.min(parts.joining.due(), parts.updates.due()),
                Math.min(parts.fingerSearch.due(), parts.partitionSearch.due()));
        long routing = Math.min(parts.router.transactions().due(), parts.detector.due());
        return Math.min(Math.min(topology, routing), parts.leaving.due());
    }

    /** Whether this peer is in the ring. */
    public Membership membership() {
        return parts.context.membership();
    }

    public PeerInfo self() {
        return parts.context.self();
    }

    /** Whom this peer knows. */
    public RoutingTable table() {
        return parts.table;
    }

    /** Whether there is a link to a peer that is up, as far as this side knows. */
    public boolean isLinked(NodeId id) {
        return parts.links.isUp(id);
    }

    /** Whether a peer is linked, in the ring, and not suspected of having failed. */
    public boolean isUsable(NodeId id) {
        return parts.links.isUsable(id);
    }

    /** Whom a message to a position goes to next; this peer itself when it is responsible. */
    public PeerInfo nextHop(Position key) {
        return parts.table.nextHop(key, parts.links::isUsable);
    }

    /** Whether this peer or another one of its site is responsible for a position: the own site's storage has its records. */
    public boolean isOwnSites(Position key) {
        return parts.context.isMember()
                && parts.pending.sourceOf(key) == null
                && (parts.table.neighbors().isResponsible(key)
                        || parts.table.site().ownerOf(key) != null);
    }

    /** Whether some of this peer's range is still to be brought from another site. */
    public boolean isTakingOver() {
        return !parts.pending.isEmpty();
    }

    /** Who serves a position that this peer has become responsible for and has no records of yet; null when it has. */
    public PeerInfo sourceOf(Position key) {
        return parts.pending.sourceOf(key);
    }

    /** The own site has now the records of a range that was gained, or nobody has them any more. */
    public void taken(Position last, long now) {
        parts.context.advanceTo(now);
        parts.pending.taken(last);
        parts.updates.tellNeighbors();
    }

    /** Links in all states. */
    public int links() {
        return parts.links.size();
    }

    public Counters counters() {
        return parts.context.counters();
    }
}
