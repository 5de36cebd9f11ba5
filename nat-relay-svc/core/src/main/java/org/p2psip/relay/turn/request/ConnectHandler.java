package org.p2psip.relay.turn.request;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.Now;
import org.p2psip.relay.turn.PeerTransport;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** Connect, and what peers do by themselves (RFC 6062 sections 5.2 and 5.3). Owned by one event loop. */
public final class ConnectHandler {
    private final TurnCommons commons;
    private final PeerCheck check;
    private final PeerConnections connections;
    private final Map<PeerConnection, Request> connecting = new HashMap<>();

    public ConnectHandler(TurnCommons commons) {
        this.commons = commons;
        this.check = new PeerCheck(commons);
        this.connections = new PeerConnections(commons);
    }

    public List<Command> handle(Request request, Allocation allocation) {
        Optional<InetSocketAddress> peer =
                request.first(XorPeerAddress.TYPE).flatMap(attribute -> PeerCheck.read(attribute, request));
        if (allocation.transport() != PeerTransport.TCP || peer.isEmpty()) {
            return refuse(request, Kind.BAD_REQUEST, ErrorCode.BAD_REQUEST);
        }
        PeerConnection existing = allocation.connection(peer.get());
        if (existing != null) {
            return repeat(request, existing);
        }
        Optional<ErrorCode> objection = check.objection(allocation, peer.get());
        if (objection.isPresent()) {
            Kind kind = objection.get().equals(TurnError.FORBIDDEN) ? Kind.FORBIDDEN : Kind.BAD_REQUEST;
            return refuse(request, kind, objection.get());
        }
        if (!connections.hasRoom(allocation)) {
            return refuse(request, Kind.NO_CAPACITY, TurnError.INSUFFICIENT_CAPACITY);
        }
        PeerConnection connection = new PeerConnection(allocation, peer.get());
        connections.connecting(connection, request.now());
        connecting.put(connection, request);
        return List.of(new Command.ConnectPeer(connection));
    }

    /** A second Connect to the same peer is a mistake, unless it is the first one once more. */
    private List<Command> repeat(Request request, PeerConnection existing) {
        Request first = connecting.get(existing);
        boolean same = first != null
                && first.message().transactionId().equals(request.message().transactionId());
        return same ? List.of() : refuse(request, Kind.BAD_REQUEST, TurnError.CONNECTION_ALREADY_EXISTS);
    }

    /** The peer has accepted. */
    public List<Command> connected(PeerConnection connection, Now now) {
        Request request = connecting.remove(connection);
        if (request == null) {
            return List.of(new Command.ClosePeer(connection));
        }
        connections.pending(connection, now);
        commons.counts().count(Kind.CONNECTED);
        return List.of(request.success(List.of(new ConnectionId(connection.id()).encode())));
    }

    /** A peer has connected to a relayed address. */
    public List<Command> accepted(PeerConnection connection, Now now) {
        return connections.accepted(connection, now);
    }

    /** It was not connected, or one of its two ends is gone, or its allocation is. */
    public List<Command> closed(PeerConnection connection) {
        connections.closed(connection);
        Request request = connecting.remove(connection);
        if (request == null || connection.allocation().state() == Allocation.State.CLOSED) {
            return List.of();
        }
        return refuse(request, Kind.CONNECTION_REFUSED, TurnError.CONNECTION_TIMEOUT_OR_FAILURE);
    }

    /** Ends what the peer, or the client, has not answered. */
    public List<Command> advance(Now now) {
        List<Command> commands = new ArrayList<>();
        for (PeerConnection connection : connections.overdue(now)) {
            commands.addAll(closed(connection));
            commands.add(new Command.ClosePeer(connection));
        }
        return commands;
    }

    public OptionalLong nextDeadlineNanos() {
        return connections.nextDeadlineNanos();
    }

    private List<Command> refuse(Request request, Kind kind, ErrorCode error) {
        commons.counts().count(kind);
        return List.of(request.failure(error));
    }
}
