package org.p2psip.routing;

import org.p2psip.routing.forward.AnsweredRequests.Seen;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

/** What a peer does with the requests that are for it, and what it answers. */
final class PeerRequests {
    private final PeerParts parts;

    PeerRequests(PeerParts parts) {
        this.parts = parts;
    }

    /**
     * A request has reached its destination.
     *
     * @param from the peer that it was received from; null for one of this peer's own
     */
    void requested(NodeId from, Message request) {
        switch ((Contents.Request) request.contents()) {
            case Contents.Ping ping ->
                parts.router.answer(from, request, new Contents.PingAnswer(parts.context.self()));
            case Contents.Attach attach -> {
                if (parts.attaching.requested(from, request, attach)) {
                    parts.updates.tell(parts.links.get(request.sender()), UpdateType.FULL);
                }
            }
            case Contents.Join join -> parts.admitting.requested(from, request, join);
            case Contents.Update update -> updated(from, request, update);
            case Contents.Leave leave -> left(from, request, leave);
            case Contents.RouteQuery query -> routeQueried(from, request, query);
            case Contents.Probe probe ->
                parts.router.answer(
                        from, request, new Contents.ProbeAnswer(responsiblePpb(), parts.context.uptimeSeconds()));
            case Contents.Carried carried -> carried(from, request);
        }
    }

    private void updated(NodeId from, Message request, Contents.Update update) {
        if (!isOverOwnLink(from, request)) {
            return;
        }
        Link link = parts.links.get(from);
        parts.router.answer(from, request, Contents.UpdateAnswer.INSTANCE);
        parts.updates.received(link, update);
        parts.joining.updated(link, update);
    }

    private void left(NodeId from, Message request, Contents.Leave leave) {
        if (!isOverOwnLink(from, request)) {
            return;
        }
        PeerInfo peer = parts.links.get(from).peer();
        parts.router.answer(from, request, new Contents.LeaveAnswer());
        parts.gone(peer);
        parts.updates.hearsay(leave.predecessors(), null);
        parts.updates.hearsay(leave.successors(), null);
    }

    /** Updates and Leaves count only from a peer itself (RFC 6940 section 6.4.2.2). */
    private boolean isOverOwnLink(NodeId from, Message request) {
        if (request.sender().equals(from)) {
            return true;
        }
        parts.context.counters().add(PeerCounter.REFUSED);
        parts.router.answer(
                from,
                request,
                new Contents.Failure(ErrorCode.FORBIDDEN, "this has to come over the link of its sender"));
        return false;
    }

    private void routeQueried(NodeId from, Message request, Contents.RouteQuery query) {
        if (!parts.context.isMember()) {
            parts.router.answer(
                    from, request, new Contents.Failure(ErrorCode.NOT_FOUND, "this peer is not in the ring"));
            return;
        }
        Position key =
                switch (query.destination()) {
                    case NodeId node -> node.position();
                    case ResourceId resource -> resource.position();
                    default -> null;
                };
        if (key == null) {
            parts.router.answer(
                    from,
                    request,
                    new Contents.Failure(
                            ErrorCode.INVALID_MESSAGE, "an opaque ID is no destination to ask for the way to"));
            return;
        }
        parts.router.answer(
                from, request, new Contents.RouteQueryAnswer(parts.table.nextHop(key, parts.links::isUsable)));
        if (query.sendUpdate() && from != null && from.equals(request.sender())) {
            parts.updates.tell(parts.links.get(from), UpdateType.FULL);
        }
    }

    private void carried(NodeId from, Message request) {
        switch (parts.answered.seen(request)) {
            case Seen.First first -> parts.context.command(new PeerCommand.Deliver(request, from));
            case Seen.InProgress inProgress -> parts.context.counters().add(PeerCounter.DUPLICATES);
            case Seen.Answered answered -> {
                parts.context.counters().add(PeerCounter.DUPLICATES);
                parts.router.answer(from, request, answered.answer());
            }
        }
    }

    /** Share of the ring, from the upper 63 bits of the range: enough for parts of a thousand million. */
    private long responsiblePpb() {
        PeerInfo predecessor = parts.table.neighbors().predecessor();
        if (predecessor == null) {
            return 1_000_000_000;
        }
        long range = predecessor
                        .position()
                        .distanceTo(parts.context.self().position())
                        .high()
                >>> 1;
        return (long) (range / 0x1p63 * 1_000_000_000);
    }
}
