package org.p2psip.routing.service.ring;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.link.LinkListener;
import org.p2psip.routing.service.link.PeerLinks;
import org.p2psip.routing.service.peer.LocalPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.PeerInfo;

/** Runs the core of this peer on the peer loop: brings it what comes in and the time, and does what it wants done. */
@Singleton
public final class RingPeer implements LinkListener {
    private static final Logger LOG = Logger.getLogger(RingPeer.class);

    private final PeerLoop loop;
    private final PeerLinks links;
    private final RingSearch search;
    private final RingEvents events;
    private final OverlayPeer core;
    /** What the core wants done: it must not be called back before its own call has returned. */
    private final Deque<PeerCommand> commands = new ArrayDeque<>();

    private final Map<Long, Consumer<Contents.Answer>> asked = new HashMap<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private long lastToken;
    private long wakeAt = Long.MAX_VALUE;
    private Deliveries deliveries;
    private RangeListener ranges;
    private boolean settling;
    private boolean onlySite;
    private volatile Membership membership = Membership.OUTSIDE;

    RingPeer(
            LocalPeer local,
            Settings settings,
            PeerLoop loop,
            PeerLinks links,
            RingSearch search,
            RingEvents events,
            RingMetrics metrics) {
        this.loop = loop;
        this.links = links;
        this.search = search;
        this.events = events;
        this.core = new OverlayPeer(local.info(), settings.ring().peer(), new SecureRandom(), commands::add);
        links.listen(this);
        metrics.observe(core, settings.ring().peer().neighbors());
    }

    /**
     * Begins to get into the ring; from any thread, once.
     *
     * @param deliverTo answers what other peers ask
     * @param tellRanges is told what this peer becomes responsible for
     */
    public void start(Deliveries deliverTo, RangeListener tellRanges) {
        loop.execute(() -> {
            deliveries = deliverTo;
            ranges = tellRanges;
            events.start(core);
            search.enter(peers -> called(() -> core.join(peers, PeerLoop.nowMs())), this::found);
        });
    }

    private void found() {
        LOG.info("No way to another peer is configured, or nobody was found: this peer begins the ring");
        called(() -> core.found(PeerLoop.nowMs()));
    }

    /** Leaves the ring. The future is done when the neighbors know; from any thread. */
    public CompletableFuture<Void> leave() {
        loop.execute(() -> {
            search.stop();
            membership = Membership.LEAVING;
            called(() -> core.leave(PeerLoop.nowMs()));
        });
        return left;
    }

    /** Whether this peer is in the ring; from any thread. */
    public Membership membership() {
        return membership;
    }

    /**
     * Whether this peer is in the ring, all peers are of its site as far as it knows, and the site has all records; on the
     * loop.
     */
    public boolean isOnlySite() {
        return onlySite;
    }

    /** The core, to look at; on the loop. */
    public OverlayPeer core() {
        return core;
    }

    /** A client is connected to this peer; on the loop. */
    public void attach(NodeId client) {
        core.attach(client);
    }

    /** A client is not connected any more; on the loop. */
    public void detach(NodeId client) {
        core.detach(client);
    }

    /**
     * Asks a peer, or who is responsible for a resource; on the loop.
     *
     * @param answer called once on the loop, after this has returned; a Failure when there was no answer
     */
    public void ask(Destination destination, Contents.Request request, Consumer<Contents.Answer> answer) {
        ask(List.of(destination), request, answer);
    }

    /** Asks whom a destination list leads to, as above. */
    public void ask(List<Destination> destinations, Contents.Request request, Consumer<Contents.Answer> answer) {
        long token = ++lastToken;
        asked.put(token, answer);
        called(() -> core.request(token, destinations, request, PeerLoop.nowMs()));
    }

    /** The own site has the records of a range that was gained, or nobody has them any more; on the loop. */
    public void taken(Position last) {
        called(() -> {
            core.taken(last, PeerLoop.nowMs());
            checkOnlySite();
        });
    }

    private void checkOnlySite() {
        onlySite = membership != Membership.OUTSIDE
                && !core.isTakingOver()
                && core.table().neighbors().replicaSites().isEmpty();
    }

    @Override
    public void linkUp(PeerInfo peer, boolean dialer) {
        called(() -> core.linkUp(peer, dialer, PeerLoop.nowMs()));
    }

    @Override
    public void linkFailed(NodeId peer, String reason) {
        LOG.debugf("No link to %s: %s", peer, reason);
        called(() -> core.linkFailed(peer, PeerLoop.nowMs()));
    }

    @Override
    public void linkBroken(NodeId peer, String reason) {
        LOG.infof("The link to %s broke: %s", peer, reason);
        called(() -> core.linkBroken(peer, PeerLoop.nowMs()));
    }

    @Override
    public void linkClosed(NodeId peer) {
        called(() -> core.linkClosed(peer, PeerLoop.nowMs()));
    }

    @Override
    public void received(NodeId from, Message message) {
        called(() -> core.received(from, message, PeerLoop.nowMs()));
    }

    private void wake(long time) {
        if (wakeAt == time) {
            wakeAt = Long.MAX_VALUE;
            called(() -> core.advance(PeerLoop.nowMs()));
        }
    }

    /** Calls the core, then does what it wants done; what that makes it want too comes after it. */
    private void called(Runnable call) {
        if (settling) {
            loop.execute(() -> called(call));
            return;
        }
        settling = true;
        try {
            call.run();
            while (!commands.isEmpty()) {
                carryOut(commands.remove());
            }
        } finally {
            settling = false;
        }
        planWake();
    }

    private void planWake() {
        long deadline = core.nextDeadline();
        if (deadline < wakeAt) {
            wakeAt = deadline;
            loop.schedule(() -> wake(deadline), Math.max(1, deadline - PeerLoop.nowMs()));
        }
    }

    private void carryOut(PeerCommand command) {
        switch (command) {
            case PeerCommand.Send(NodeId to, Message message) -> links.send(to, message);
            case PeerCommand.OpenLink(PeerInfo to) -> links.open(to);
            case PeerCommand.CloseLink(NodeId to) -> links.close(to);
            case PeerCommand.Discover() ->
                search.sample(peers -> called(() -> core.discovered(peers, PeerLoop.nowMs())));
            case PeerCommand.Deliver delivered -> deliver(delivered);
            case PeerCommand.Completed(long token, Contents.Answer answer) -> {
                Consumer<Contents.Answer> waiting = asked.remove(token);
                loop.execute(() -> waiting.accept(answer));
            }
            case PeerCommand.Joined() -> {
                membership = Membership.JOINED;
                checkOnlySite();
                events.joined();
            }
            case PeerCommand.Left() -> {
                membership = Membership.OUTSIDE;
                onlySite = false;
                ranges.left();
                events.left();
                left.complete(null);
            }
            case PeerCommand.ReplicaSites changed -> {
                checkOnlySite();
                events.told(command);
                loop.execute(ranges::replicaSitesChanged);
            }
            case PeerCommand.Failed(PeerInfo peer) -> {
                events.told(command);
                loop.execute(() -> ranges.failed(peer));
            }
            case PeerCommand.RangeGained gained -> {
                events.told(command);
                loop.execute(() -> ranges.gained(gained.after(), gained.last(), gained.from()));
            }
            case PeerCommand.RangeLost lost -> {
                events.told(command);
                loop.execute(() -> ranges.lost(lost.after(), lost.last(), lost.to()));
            }
            default -> events.told(command);
        }
    }

    private void deliver(PeerCommand.Deliver delivered) {
        int hops = delivered.from() == null
                ? 0
                : Message.INITIAL_TTL - delivered.request().ttl() + 1;
        deliveries.deliver(delivered, hops, answer -> called(() -> core.answer(delivered, answer, PeerLoop.nowMs())));
    }
}
