package org.p2psip.relay.turn.request;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnError;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** Whether an allocation may have to do with a peer (RFC 8656 sections 10.2, 11.2 and 12.2). */
record PeerCheck(TurnCommons commons) {
    /** What stands in XOR-PEER-ADDRESS; empty when it is no address. */
    static Optional<InetSocketAddress> read(Attribute attribute, Request request) {
        return XorPeerAddress.decode(attribute, request.message().transactionId())
                .map(XorPeerAddress::address);
    }

    /** Why not: 443 for a family that the allocation does not have, 403 for what the policy denies. */
    Optional<ErrorCode> objection(Allocation allocation, InetSocketAddress peer) {
        if (allocation.relayed(AddressFamily.of(peer.getAddress())).isEmpty()) {
            return Optional.of(TurnError.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        return commons.policy().allows(peer.getAddress()) ? Optional.empty() : Optional.of(TurnError.FORBIDDEN);
    }
}
