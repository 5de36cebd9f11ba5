package org.p2psip.relay.turn.attribute;

import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * REQUESTED-TRANSPORT (RFC 8656 section 18.8): the protocol between server and peer.
 *
 * @param protocol IANA's number of it, 8 bits
 */
public record RequestedTransport(int protocol) {
    public static final int TYPE = 0x0019;

    private static final int OCTETS = 4;

    public Attribute encode() {
        return new Attribute(TYPE, new byte[] {(byte) protocol, 0, 0, 0});
    }

    /** Empty when the value has another size. */
    public static Optional<RequestedTransport> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == OCTETS
                ? Optional.of(new RequestedTransport(Byte.toUnsignedInt(value[0])))
                : Optional.empty();
    }
}
