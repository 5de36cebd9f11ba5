package org.p2psip.relay.turn.request;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** CreatePermission (RFC 8656 section 10.2): for all peers of the request, or for none. Owned by one event loop. */
public final class CreatePermissionHandler {
    private final TurnCommons commons;
    private final PeerCheck check;

    public CreatePermissionHandler(TurnCommons commons) {
        this.commons = commons;
        this.check = new PeerCheck(commons);
    }

    public List<Command> handle(Request request, Allocation allocation) {
        Set<InetAddress> peers = new LinkedHashSet<>();
        for (Attribute attribute : request.message().attributes()) {
            if (attribute.type() == XorPeerAddress.TYPE) {
                Optional<InetSocketAddress> peer = PeerCheck.read(attribute, request);
                if (peer.isEmpty()) {
                    return refuse(request, ErrorCode.BAD_REQUEST);
                }
                Optional<ErrorCode> objection = check.objection(allocation, peer.get());
                if (objection.isPresent()) {
                    return refuse(request, objection.get());
                }
                peers.add(peer.get().getAddress());
            }
        }
        if (peers.isEmpty()) {
            return refuse(request, ErrorCode.BAD_REQUEST);
        }
        if (!hasRoom(request, allocation, peers)) {
            return refuse(request, TurnError.INSUFFICIENT_CAPACITY);
        }
        peers.forEach(peer -> allocation.permit(peer, request.now().nanos()));
        commons.counts().count(Kind.PERMITTED);
        return List.of(request.success(List.of()));
    }

    private boolean hasRoom(Request request, Allocation allocation, Set<InetAddress> peers) {
        int most = commons.config().limits().permissions();
        if (allocation.permissions() + peers.size() <= most) {
            return true;
        }
        allocation.forgetExpired(request.now().nanos());
        long more = peers.stream().filter(peer -> !allocation.knows(peer)).count();
        return allocation.permissions() + more <= most;
    }

    private List<Command> refuse(Request request, ErrorCode error) {
        commons.counts()
                .count(
                        switch (error.code()) {
                            case 403 -> Kind.FORBIDDEN;
                            case 508 -> Kind.NO_CAPACITY;
                            default -> Kind.BAD_REQUEST;
                        });
        return List.of(request.failure(error));
    }
}
