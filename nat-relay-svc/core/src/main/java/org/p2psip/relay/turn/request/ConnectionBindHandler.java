package org.p2psip.relay.turn.request;

import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.ConnectionId;

/**
 * ConnectionBind (RFC 6062 section 5.4): it comes on a connection of its own, and so to any event loop.
 */
public final class ConnectionBindHandler {
    private final TurnCommons commons;

    public ConnectionBindHandler(TurnCommons commons) {
        this.commons = commons;
    }

    /**
     * @param controls whether the connection that it came on has an allocation: it cannot carry data then
     */
    public List<Command> handle(Request request, boolean controls) {
        Optional<PeerConnection> connection = request.first(ConnectionId.TYPE)
                .flatMap(ConnectionId::decode)
                .flatMap(id -> commons.pendingConnections().find(id.id()));
        if (controls || !request.from().transport().isStream() || connection.isEmpty()) {
            return refuse(request, ErrorCode.BAD_REQUEST);
        }
        String maker = connection.get().allocation().owner().username();
        if (!maker.equals(request.sender().username())) {
            return refuse(request, TurnError.WRONG_CREDENTIALS);
        }
        if (!commons.pendingConnections().take(connection.get())) {
            return refuse(request, ErrorCode.BAD_REQUEST);
        }
        commons.counts().count(Kind.CONNECTION_BOUND);
        return List.of(request.success(List.of()), new Command.Splice(request.from(), connection.get()));
    }

    private List<Command> refuse(Request request, ErrorCode error) {
        commons.counts().count(Kind.BAD_REQUEST);
        return List.of(request.failure(error));
    }
}
