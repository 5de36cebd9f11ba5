package org.p2psip.relay.turn.attribute;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * LIFETIME (RFC 8656 section 18.2): how long the server keeps an allocation that is not refreshed.
 *
 * @param seconds 0 to 2^32 - 1
 */
public record Lifetime(long seconds) {
    public static final int TYPE = 0x000D;

    public Attribute encode() {
        return new Attribute(
                TYPE, ByteBuffer.allocate(Integer.BYTES).putInt((int) seconds).array());
    }

    /** Empty when the value has another size. */
    public static Optional<Lifetime> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == Integer.BYTES
                ? Optional.of(new Lifetime(
                        Integer.toUnsignedLong(ByteBuffer.wrap(value).getInt())))
                : Optional.empty();
    }
}
