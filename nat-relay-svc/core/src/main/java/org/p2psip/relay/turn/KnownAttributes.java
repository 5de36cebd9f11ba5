package org.p2psip.relay.turn;

import java.util.List;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.MappedAddress;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.PasswordAlgorithms;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.attribute.Userhash;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.EvenPort;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.ReservationToken;
import org.p2psip.relay.turn.attribute.XorPeerAddress;
import org.p2psip.relay.turn.attribute.XorRelayedAddress;

/** Which attributes mean something to a TURN server; those that it must know and does not end in 420. */
final class KnownAttributes {
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;

    private KnownAttributes() {}

    /** Types that have to be understood and are not, each once, in their order. */
    static List<Integer> unknown(StunMessage message) {
        return message.attributes().stream()
                .filter(Attribute::comprehensionRequired)
                .map(Attribute::type)
                .filter(type -> !isKnown(type))
                .distinct()
                .toList();
    }

    private static boolean isKnown(int type) {
        return switch (type) {
            case MappedAddress.TYPE, XorMappedAddress.TYPE, ErrorCode.TYPE, UnknownAttributes.TYPE -> true;
            case Username.TYPE, Userhash.TYPE, Realm.TYPE, Nonce.TYPE, PasswordAlgorithms.CHOICE_TYPE -> true;
            case MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256 -> true;
            case ChannelNumber.TYPE, Lifetime.TYPE, XorPeerAddress.TYPE, XorRelayedAddress.TYPE, Data.TYPE -> true;
            case AddressFamily.REQUESTED_TYPE, EvenPort.TYPE, RequestedTransport.TYPE -> true;
            case DontFragment.TYPE, ReservationToken.TYPE, ConnectionId.TYPE -> true;
            default -> false;
        };
    }
}
