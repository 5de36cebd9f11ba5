package org.p2psip.routing.forward;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.routing.link.FailureDetector;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.table.RoutingTable;

/** Brings messages a hop nearer to their destination, or delivers them here (RFC 6940 sections 6.1 and 6.2). */
public final class Router {
    /** A request that passes a peer more often than this goes in circles. */
    private static final int PASSES = 2;

    private final PeerContext context;
    private final LinkTable links;
    private final RoutingTable table;
    private final FailureDetector detector;
    private final ViaLists viaLists;
    private final Transactions transactions;
    private final Inbox inbox;
    private final Set<NodeId> clients = new HashSet<>();

    public Router(PeerContext context, LinkTable links, RoutingTable table, FailureDetector detector, Inbox inbox) {
        this.context = context;
        this.links = links;
        this.table = table;
        this.detector = detector;
        this.inbox = inbox;
        this.viaLists = new ViaLists(context);
        this.transactions = new Transactions(context, request -> route(null, request));
    }

    /** The requests of this peer. */
    public Transactions transactions() {
        return transactions;
    }

    /** Messages of applications for this client are delivered here from now on. */
    public void attach(NodeId client) {
        clients.add(client);
    }

    /** A client is here no more. */
    public void detach(NodeId client) {
        clients.remove(client);
    }

    /** A message came over the link to a peer. */
    public void received(NodeId from, Message message) {
        context.counters().add(PeerCounter.RECEIVED);
        if (message.destinations().isEmpty()) {
            context.counters().add(PeerCounter.REFUSED);
        } else {
            route(from, message);
        }
    }

    /** @param from null for a message that this peer made */
    private void route(NodeId from, Message received) {
        Message message = received;
        while (message != null) {
            message = switch (message.destination()) {
                case NodeId node -> towards(from, message, node);
                case ResourceId resource -> towards(from, message, resource);
                case OpaqueId opaque -> unpacked(message, opaque);
            };
        }
    }

    /** Returns what is to be routed on, null when that is done. */
    private Message towards(NodeId from, Message message, NodeId node) {
        if (node.equals(context.self().id()) || node.equals(NodeId.WILDCARD)) {
            if (message.destinations().size() > 1) {
                return behindThisPeer(from, message.to(behindFirst(message)));
            }
            deliver(from, message);
        } else if (isForClient(message, node)) {
            deliver(from, message);
        } else if (links.isUp(node)) {
            forward(from, message, node);
        } else {
            toNextHop(from, message, node.position());
        }
        return null;
    }

    /**
     * What is for an application behind this peer is for a client of it; when nobody of that Node-ID is here its sender is
     * told, instead of having it sent after a node that is no peer.
     */
    private Message behindThisPeer(NodeId from, Message message) {
        boolean lost = message.destinations().size() == 1
                && message.destination() instanceof NodeId node
                && message.contents() instanceof Contents.Carried carried
                && carried.method() == Method.APP_ATTACH
                && !clients.contains(node)
                && !links.isUp(node)
                && !table.contains(node);
        if (lost) {
            refuse(
                    from,
                    message,
                    ErrorCode.NOT_FOUND,
                    "client " + message.destination() + " is not connected any more");
        }
        return lost ? null : message;
    }

    /** RFC 6940 section 3.2.1: a client is reached through the peer that it is connected to. */
    private boolean isForClient(Message message, NodeId node) {
        return clients.contains(node)
                && message.destinations().size() == 1
                && message.contents() instanceof Contents.Carried carried
                && carried.method() == Method.APP_ATTACH;
    }

    private Message towards(NodeId from, Message message, ResourceId resource) {
        if (message.destinations().size() > 1) {
            context.counters().add(PeerCounter.DROPPED); // RFC 6940 6.1.1: nothing is routed through a resource
        } else if (context.isMember() && isAnswerable(message, resource.position())) {
            deliver(from, message);
        } else {
            toNextHop(from, message, resource.position());
        }
        return null;
    }

    /** Here, or by a peer that reaches the same storage. */
    private boolean isAnswerable(Message message, Position key) {
        return table.neighbors().isResponsible(key)
                || message.contents() instanceof Contents.Carried carried
                        && carried.method().isStorage()
                        && table.site().ownerOf(key) != null;
    }

    private Message unpacked(Message message, OpaqueId opaque) {
        List<Destination> back = viaLists.find(opaque);
        if (back == null) {
            context.counters().add(PeerCounter.DROPPED);
            return null;
        }
        List<Destination> all = new ArrayList<>(back);
        all.addAll(behindFirst(message));
        return message.to(all);
    }

    private void toNextHop(NodeId from, Message message, Position key) {
        if (!context.isMember()) {
            refuse(from, message, ErrorCode.NOT_FOUND, "this peer is not in the ring");
            return;
        }
        PeerInfo next = table.nextHop(key, links::isUsable);
        if (next.id().equals(context.self().id())) {
            context.counters().add(PeerCounter.DROPPED); // RFC 6940 6.1.1: the node is not there
        } else {
            forward(from, message, next.id());
        }
    }

    private void forward(NodeId from, Message message, NodeId next) {
        Message passed = message;
        if (from != null) {
            if (message.ttl() == 0) {
                context.counters().add(PeerCounter.LOOPED);
                refuse(
                        from,
                        message,
                        ErrorCode.TTL_EXCEEDED,
                        "no hops are left at " + context.self().id());
                return;
            }
            if (message.isRequest() && passes(message) >= PASSES) {
                context.counters().add(PeerCounter.LOOPED);
                refuse(
                        from,
                        message,
                        ErrorCode.TTL_EXCEEDED,
                        "the request goes in circles at " + context.self().id());
                return;
            }
            context.counters().add(PeerCounter.FORWARDED);
            passed = message.passed(message.isRequest() ? longerVia(from, message) : message.via());
        }
        if (message.isRequest() && links.isUp(next)) {
            detector.asked(links.get(next));
        }
        context.send(next, passed);
    }

    private int passes(Message request) {
        int passes = 0;
        for (int i = 0; i < request.via().size(); i++) {
            passes += request.via().get(i).equals(context.self().id()) ? 1 : 0;
        }
        return passes;
    }

    private List<Destination> longerVia(NodeId from, Message message) {
        List<Destination> via = new ArrayList<>(message.via().size() + 1);
        via.addAll(message.via());
        via.add(from);
        return via.size() > context.config().forwarding().viaLimit() ? List.of(viaLists.keep(via)) : via;
    }

    private void deliver(NodeId from, Message message) {
        if (message.isRequest()) {
            context.counters().add(PeerCounter.DELIVERED);
            inbox.request(from, message);
        } else {
            transactions.answered(message);
        }
    }

    private void refuse(NodeId from, Message message, ErrorCode code, String info) {
        if (message.isRequest()) {
            answer(from, message, new Contents.Failure(code, info));
        } else {
            context.counters().add(PeerCounter.DROPPED);
        }
    }

    /**
     * Answers a request: the answer goes back the way the request came.
     *
     * @param from the peer that it was received from; null for one of this peer's own
     */
    public void answer(NodeId from, Message request, Contents.Answer contents) {
        NodeId self = context.self().id();
        if (from == null) {
            transactions.answered(new Message(self, request.transactionId(), 0, List.of(), List.of(self), contents));
            return;
        }
        List<Destination> via = new ArrayList<>(request.via().size() + 1);
        via.addAll(request.via());
        via.add(from);
        int ttl = context.config().forwarding().ttl();
        List<Destination> back = ViaLists.reversed(via);
        route(null, new Message(self, request.transactionId(), ttl, List.of(), back, contents));
    }

    private static List<Destination> behindFirst(Message message) {
        return message.destinations().subList(1, message.destinations().size());
    }
}
