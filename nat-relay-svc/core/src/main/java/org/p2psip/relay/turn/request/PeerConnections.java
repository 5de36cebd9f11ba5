package org.p2psip.relay.turn.request;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.Now;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnMethod;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** Connections with the peers of TCP allocations, from their beginning to their end. Owned by one event loop. */
final class PeerConnections {
    private final TurnCommons commons;
    // each state lasts as long as any other, so that they are over in the order in which they began
    private final Queue<Deadline> deadlines = new ArrayDeque<>();

    /** A connection that has gone on since is looked at in vain. */
    private record Deadline(long atNanos, PeerConnection connection) {}

    PeerConnections(TurnCommons commons) {
        this.commons = commons;
    }

    /** Whether the allocation may have one more. */
    boolean hasRoom(Allocation allocation) {
        return allocation.connections().size() < commons.config().limits().connections();
    }

    void connecting(PeerConnection connection, Now now) {
        connection.allocation().add(connection);
        watch(connection, now);
    }

    void pending(PeerConnection connection, Now now) {
        commons.pendingConnections().keep(connection);
        watch(connection, now);
    }

    /** A peer has connected to the relayed address (RFC 6062 section 5.3). */
    List<Command> accepted(PeerConnection connection, Now now) {
        Allocation allocation = connection.allocation();
        InetSocketAddress peer = connection.peer();
        if (allocation.state() != Allocation.State.OPEN || !allocation.permits(peer.getAddress(), now.nanos())) {
            commons.counts().count(Kind.CONNECTION_REFUSED);
            return List.of(new Command.ClosePeer(connection));
        }
        if (!hasRoom(allocation) || allocation.connection(peer) != null) {
            commons.counts().count(Kind.NO_CAPACITY);
            return List.of(new Command.ClosePeer(connection));
        }
        allocation.add(connection);
        pending(connection, now);
        TransactionId id = TransactionId.random(commons.random());
        StunMessage attempt = new StunMessage(
                TurnMethod.CONNECTION_ATTEMPT.type(MessageClass.INDICATION),
                id,
                List.of(new XorPeerAddress(peer).encode(id), new ConnectionId(connection.id()).encode()),
                false);
        return List.of(new Command.Answer(allocation.fiveTuple(), attempt.encode()));
    }

    /** One of its two ends is gone. */
    void closed(PeerConnection connection) {
        connection.allocation().remove(connection);
        commons.pendingConnections().take(connection);
    }

    /** Those that have been connecting or pending for too long; they are still there. */
    List<PeerConnection> overdue(Now now) {
        List<PeerConnection> overdue = new ArrayList<>();
        while (!deadlines.isEmpty() && deadlines.peek().atNanos() - now.nanos() <= 0) {
            PeerConnection connection = deadlines.poll().connection();
            boolean over = connection.deadlineNanos() - now.nanos() <= 0;
            boolean waits = connection.id() == 0
                    || commons.pendingConnections().find(connection.id()).orElse(null) == connection;
            if (over && waits && connection.allocation().connection(connection.peer()) == connection) {
                overdue.add(connection);
            }
        }
        return overdue;
    }

    OptionalLong nextDeadlineNanos() {
        return deadlines.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(deadlines.peek().atNanos());
    }

    private void watch(PeerConnection connection, Now now) {
        connection.limit(now.nanos());
        deadlines.add(new Deadline(connection.deadlineNanos(), connection));
    }
}
