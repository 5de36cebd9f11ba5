package org.p2psip.routing.topology;

import org.p2psip.routing.forward.Router;
import org.p2psip.routing.link.HoldDown;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/** The admitting peer's side of a Join (RFC 6940 section 10.5 steps 5 to 8). */
public final class Admitting {
    private final PeerContext context;
    private final LinkTable links;
    private final Router router;
    private final NeighborTable neighbors;
    private final Updates updates;
    private final HoldDown holdDown;

    public Admitting(
            PeerContext context,
            LinkTable links,
            Router router,
            NeighborTable neighbors,
            Updates updates,
            HoldDown holdDown) {
        this.context = context;
        this.links = links;
        this.router = router;
        this.neighbors = neighbors;
        this.updates = updates;
        this.holdDown = holdDown;
    }

    /** A Join came. */
    public void requested(NodeId from, Message request, Contents.Join join) {
        NodeId joining = join.joining().id();
        Link link = from == null ? null : links.get(from);
        if (link == null || !from.equals(joining) || !request.sender().equals(joining)) {
            // RFC 6940 6.4.2.1: only over a link that is bound to the Node-ID
            context.counters().add(PeerCounter.REFUSED);
            refuse(from, request, ErrorCode.FORBIDDEN, "a Join has to come over the link of the peer that joins");
        } else if (!context.isMember()) {
            refuse(from, request, ErrorCode.NOT_FOUND, "this peer is not in the ring");
        } else if (!isPredecessor(joining) && !neighbors.isResponsible(joining.position())) {
            String predecessor = neighbors.predecessor().id().toHex();
            refuse(from, request, ErrorCode.NOT_FOUND, "the range is that of " + predecessor + " or before it");
        } else {
            holdDown.remove(joining);
            router.answer(from, request, new Contents.JoinAnswer());
            link.markReady();
            updates.admit(link.peer());
            updates.tell(link, UpdateType.NEIGHBORS); // step 7: says that the peer is the predecessor
            updates.tellNeighbors();
        }
    }

    private boolean isPredecessor(NodeId id) {
        PeerInfo predecessor = neighbors.predecessor();
        return predecessor != null && predecessor.id().equals(id);
    }

    private void refuse(NodeId from, Message request, ErrorCode code, String why) {
        router.answer(from, request, new Contents.Failure(code, why));
    }
}
