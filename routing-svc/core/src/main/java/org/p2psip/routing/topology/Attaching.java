package org.p2psip.routing.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.routing.forward.Router;
import org.p2psip.routing.link.HoldDown;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/**
 * Gets links to peers that are known from hearsay, by Attach through the overlay (RFC 6940 sections 6.5.1 and 10.6). Each
 * side learns the other's address; the side that asked dials, or the other one where that cannot be dialed.
 */
public final class Attaching {
    /** An Attach is sent that often: hearsay is repeated anyway. */
    private static final int TRANSMISSIONS = 2;

    private final PeerContext context;
    private final LinkTable links;
    private final Router router;
    private final HoldDown holdDown;
    private final Map<NodeId, Long> pending = new HashMap<>(4);

    public Attaching(PeerContext context, LinkTable links, Router router, HoldDown holdDown) {
        this.context = context;
        this.links = links;
        this.router = router;
        this.holdDown = holdDown;
    }

    /**
     * Gets a link to a peer, unless there is one or it comes already, or the peer failed lately.
     *
     * @param through the peer that told of it; null to route by its Node-ID
     */
    public void attach(PeerInfo peer, NodeId through) {
        NodeId id = peer.id();
        if (id.equals(context.self().id()) || links.get(id) != null || pending.containsKey(id)) {
            return;
        }
        if (holdDown.contains(id)) {
            context.counters().add(PeerCounter.HELD_DOWN);
            return;
        }
        if (pending.size() >= context.config().limits().attaches()) {
            context.counters().add(PeerCounter.LIMITED);
            return;
        }
        List<Destination> way = new ArrayList<>(2);
        if (through != null) {
            way.add(through);
        }
        way.add(id);
        context.counters().add(PeerCounter.ATTACHES);
        pending.put(id, 0L);
        long transaction = router.transactions()
                .ask(way, new Contents.Attach(context.self(), false), TRANSMISSIONS, answer -> answered(id, answer));
        pending.replace(id, transaction);
    }

    private void answered(NodeId id, Contents.Answer answer) {
        pending.remove(id);
        if (answer instanceof Contents.AttachAnswer attached
                && attached.from().id().equals(id)) {
            connect(attached.from());
        } else if (answer instanceof Contents.Failure failure && failure.code() == ErrorCode.IN_PROGRESS) {
            return; // its own Attach wins
        } else {
            holdDown.addBriefly(id);
        }
    }

    /** Gets the link to a peer that answered an Attach: dials it, or waits for it to dial. */
    public void connect(PeerInfo peer) {
        links.open(peer);
    }

    /** Links that are asked for or about to come up. */
    public int pending() {
        int opening = pending.size();
        for (Link link : links.all()) {
            opening += link.isComingUp() ? 1 : 0;
        }
        return opening;
    }

    /**
     * An Attach of another peer has arrived.
     *
     * @return whether the other peer wants an Update of type FULL, and is linked already
     */
    public boolean requested(NodeId from, Message request, Contents.Attach attach) {
        PeerInfo asker = attach.from();
        if (!asker.id().equals(request.sender())) {
            context.counters().add(PeerCounter.REFUSED);
            router.answer(
                    from,
                    request,
                    new Contents.Failure(
                            ErrorCode.FORBIDDEN,
                            "the Attach is for " + asker.id() + " and signed by " + request.sender()));
            return false;
        }
        Long own = pending.get(asker.id());
        if (own != null) {
            // RFC 6940 6.5.1.2: the Attach of the larger Node-ID wins
            if (context.self().position().compareTo(asker.position()) > 0) {
                router.answer(from, request, new Contents.Failure(ErrorCode.IN_PROGRESS, "an Attach is on its way"));
                return false;
            }
            router.transactions().cancel(own);
            pending.remove(asker.id());
        }
        boolean linked = links.isUp(asker.id());
        if (!linked) {
            Link link = links.grant(asker);
            if (link == null) {
                router.answer(
                        from,
                        request,
                        new Contents.Failure(
                                ErrorCode.LIMIT_REACHED, "the limit of " + links.size() + " links is reached"));
                return false;
            }
            if (attach.sendUpdate()) {
                link.wantFullUpdate();
            }
        }
        router.answer(from, request, new Contents.AttachAnswer(context.self()));
        return linked && attach.sendUpdate();
    }
}
