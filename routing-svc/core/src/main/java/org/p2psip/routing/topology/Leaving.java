package org.p2psip.routing.topology;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.routing.forward.Router;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/**
 * Takes this peer out of the ring (RFC 6940 section 10.9): tells all that are linked, goes on forwarding what is on its
 * way, and is out when the neighbors know, or after a while.
 */
public final class Leaving {
    private final PeerContext context;
    private final LinkTable links;
    private final Router router;
    private final NeighborTable neighbors;
    private final Set<NodeId> waitingFor = new HashSet<>(4);
    private long due = Long.MAX_VALUE;

    public Leaving(PeerContext context, LinkTable links, Router router, NeighborTable neighbors) {
        this.context = context;
        this.links = links;
        this.router = router;
        this.neighbors = neighbors;
    }

    /** Leaves the ring. */
    public void leave() {
        if (context.membership() != Membership.JOINED) {
            out();
            return;
        }
        context.become(Membership.LEAVING);
        PeerInfo successor = neighbors.successor();
        if (successor != null) {
            context.command(new PeerCommand.RangeLost(
                    neighbors.predecessor().position(), context.self().position(), successor));
        }
        due = context.now() + context.config().joinTimeoutMs();
        Contents.Leave leave =
                new Contents.Leave(context.self().id(), neighbors.predecessors(), neighbors.successors());
        List<Link> told = links.all().stream().filter(Link::isUp).toList();
        for (Link link : told) {
            NodeId id = link.peer().id();
            if (neighbors.contains(id)) {
                waitingFor.add(id);
            }
            router.transactions().ask(List.of(id), leave, 1, answer -> heard(id));
        }
        if (waitingFor.isEmpty()) {
            out();
        }
    }

    private void heard(NodeId id) {
        if (waitingFor.remove(id) && waitingFor.isEmpty()) {
            out();
        }
    }

    private void out() {
        due = Long.MAX_VALUE;
        waitingFor.clear();
        context.become(Membership.OUTSIDE);
        links.closeAll();
        context.command(new PeerCommand.Left());
    }

    /** When {@link #advance} is to be called. */
    public long due() {
        return due;
    }

    /** Waits no longer. */
    public void advance() {
        if (due <= context.now()) {
            out();
        }
    }
}
