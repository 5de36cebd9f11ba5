package org.p2psip.relay.stun.attribute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * UNKNOWN-ATTRIBUTES (RFC 8489 section 14.13): in a 420 answer, what the server did not know.
 *
 * @param types 16 bits each
 */
public record UnknownAttributes(List<Integer> types) {
    public static final int TYPE = 0x000A;

    public UnknownAttributes {
        types = List.copyOf(types);
    }

    public Attribute encode() {
        ByteBuffer value = ByteBuffer.allocate(types.size() * Short.BYTES);
        types.forEach(type -> value.putShort(type.shortValue()));
        return new Attribute(TYPE, value.array());
    }

    /** Empty when the value is no list of 16-bit types. */
    public static Optional<UnknownAttributes> decode(Attribute attribute) {
        ByteBuffer value = ByteBuffer.wrap(attribute.value());
        if (value.limit() % Short.BYTES != 0) {
            return Optional.empty();
        }
        List<Integer> types = new ArrayList<>(value.limit() / Short.BYTES);
        while (value.hasRemaining()) {
            types.add(Short.toUnsignedInt(value.getShort()));
        }
        return Optional.of(new UnknownAttributes(types));
    }
}
