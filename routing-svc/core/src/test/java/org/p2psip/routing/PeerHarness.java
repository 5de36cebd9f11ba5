package org.p2psip.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/** One real peer on a virtual clock; the test plays all others. */
public final class PeerHarness {
    private final OverlayPeer peer;
    private final List<PeerCommand> commands = new ArrayList<>();
    private final Random random = new Random(7);
    private long now = 1_000;

    public PeerHarness(PeerInfo self) {
        this(self, PeerConfig.defaults());
    }

    public PeerHarness(PeerInfo self, PeerConfig config) {
        peer = new OverlayPeer(self, config, new Random(1), commands::add);
    }

    /** A peer in the ring, linked to others that are in it. */
    public static PeerHarness member(PeerInfo self, PeerInfo... others) {
        PeerHarness harness = new PeerHarness(self);
        harness.peer.found(harness.now);
        for (PeerInfo other : others) {
            harness.linkReady(other);
        }
        harness.commands.clear();
        return harness;
    }

    public OverlayPeer peer() {
        return peer;
    }

    public long now() {
        return now;
    }

    /** A link comes up, opened by the other side, which says that it is in the ring. */
    public void linkReady(PeerInfo other) {
        linkUp(other, false);
        receive(other, new Contents.Update(UpdateType.PEER_READY, 1, List.of(), List.of(), List.of(), List.of()));
    }

    public void linkUp(PeerInfo other, boolean dialer) {
        peer.linkUp(other, dialer, now);
    }

    /** A request of a linked peer for this one; returns its transaction ID. */
    public long receive(PeerInfo from, Contents.Request contents) {
        return receive(from, from.id(), List.of(), List.of(peer.self().id()), contents);
    }

    /** Any request; returns its transaction ID. */
    public long receive(
            PeerInfo from, NodeId sender, List<Destination> via, List<Destination> to, Contents.Request contents) {
        long transaction = random.nextLong();
        receive(from, new Message(sender, transaction, Message.INITIAL_TTL, via, to, contents));
        return transaction;
    }

    public void receive(PeerInfo from, Message message) {
        peer.received(from.id(), message, now);
    }

    /** The answer to a request that the peer sent, straight from who was asked last. */
    public void answer(PeerInfo from, Message request, Contents.Answer contents) {
        NodeId sender = request.destinations().getLast() instanceof NodeId node ? node : from.id();
        receive(
                from,
                new Message(
                        sender,
                        request.transactionId(),
                        99,
                        List.of(),
                        List.of(peer.self().id()),
                        contents));
    }

    /** Lets time pass, in steps of 10 ms, calling the peer when it wants to be called. */
    public void pass(long millis) {
        long end = now + millis;
        while (now < end) {
            now += 10;
            if (peer.nextDeadline() <= now) {
                peer.advance(now);
            }
        }
    }

    /** Commands of a kind since the last call, which forgets all others. */
    public <C extends PeerCommand> List<C> take(Class<C> kind) {
        List<C> taken =
                commands.stream().filter(kind::isInstance).map(kind::cast).toList();
        commands.clear();
        return taken;
    }

    /** Messages with contents of a kind that were sent since the last call, which forgets all else. */
    public List<PeerCommand.Send> sent(Class<? extends Contents> kind) {
        return take(PeerCommand.Send.class).stream()
                .filter(send -> kind.isInstance(send.message().contents()))
                .toList();
    }
}
