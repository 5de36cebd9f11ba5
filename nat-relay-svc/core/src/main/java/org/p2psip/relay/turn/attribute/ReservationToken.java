package org.p2psip.relay.turn.attribute;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * RESERVATION-TOKEN (RFC 8656 section 18.10): stands for a port that EVEN-PORT kept.
 *
 * @param token 64 bits that nobody can guess
 */
public record ReservationToken(long token) {
    public static final int TYPE = 0x0022;

    public Attribute encode() {
        return new Attribute(
                TYPE, ByteBuffer.allocate(Long.BYTES).putLong(token).array());
    }

    /** Empty when the value has another size. */
    public static Optional<ReservationToken> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == Long.BYTES
                ? Optional.of(new ReservationToken(ByteBuffer.wrap(value).getLong()))
                : Optional.empty();
    }
}
