package org.p2psip.relay.turn.attribute;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * CONNECTION-ID (RFC 6062 section 6.2.1): stands for a connection with a peer.
 *
 * @param id 32 bits
 */
public record ConnectionId(int id) {
    public static final int TYPE = 0x002A;

    public Attribute encode() {
        return new Attribute(TYPE, ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    }

    /** Empty when the value has another size. */
    public static Optional<ConnectionId> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == Integer.BYTES
                ? Optional.of(new ConnectionId(ByteBuffer.wrap(value).getInt()))
                : Optional.empty();
    }
}
