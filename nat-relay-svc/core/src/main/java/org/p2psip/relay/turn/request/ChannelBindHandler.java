package org.p2psip.relay.turn.request;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.PeerTransport;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.ChannelBinding;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** ChannelBind (RFC 8656 section 12.2). Owned by one event loop. */
public final class ChannelBindHandler {
    private final TurnCommons commons;
    private final PeerCheck check;

    public ChannelBindHandler(TurnCommons commons) {
        this.commons = commons;
        this.check = new PeerCheck(commons);
    }

    public List<Command> handle(Request request, Allocation allocation) {
        Optional<ChannelNumber> number = request.first(ChannelNumber.TYPE).flatMap(ChannelNumber::decode);
        Optional<InetSocketAddress> peer =
                request.first(XorPeerAddress.TYPE).flatMap(attribute -> PeerCheck.read(attribute, request));
        // streams have no channels (RFC 6062 section 3)
        if (allocation.transport() == PeerTransport.TCP
                || number.filter(ChannelNumber::isAllowed).isEmpty()
                || peer.isEmpty()) {
            return refuse(request, Kind.BAD_REQUEST, ErrorCode.BAD_REQUEST);
        }
        Optional<ErrorCode> objection = check.objection(allocation, peer.get());
        if (objection.isPresent()) {
            Kind kind = objection.get().equals(TurnError.FORBIDDEN) ? Kind.FORBIDDEN : Kind.BAD_REQUEST;
            return refuse(request, kind, objection.get());
        }
        allocation.forgetExpired(request.now().nanos());
        ChannelBinding ofNumber = allocation.channel(number.get().number());
        ChannelBinding ofPeer = allocation.channel(peer.get());
        if (ofNumber != ofPeer) {
            return refuse(request, Kind.BAD_REQUEST, ErrorCode.BAD_REQUEST);
        }
        if (ofNumber == null && !hasRoom(allocation, peer.get())) {
            return refuse(request, Kind.NO_CAPACITY, TurnError.INSUFFICIENT_CAPACITY);
        }
        allocation.bind(number.get().number(), peer.get(), request.now().nanos());
        commons.counts().count(Kind.CHANNEL_BOUND);
        return List.of(request.success(List.of()));
    }

    private boolean hasRoom(Allocation allocation, InetSocketAddress peer) {
        boolean permission = allocation.knows(peer.getAddress())
                || allocation.permissions() < commons.config().limits().permissions();
        return permission && allocation.channels() < commons.config().limits().channels();
    }

    private List<Command> refuse(Request request, Kind kind, ErrorCode error) {
        commons.counts().count(kind);
        return List.of(request.failure(error));
    }
}
