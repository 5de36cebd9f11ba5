package org.p2psip.relay.turn.attribute;

import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * EVEN-PORT (RFC 8656 section 18.7): the relayed port shall be even, as RTP wants it.
 *
 * @param reserveNext whether the port after it is to be kept for another allocation (the R bit)
 */
public record EvenPort(boolean reserveNext) {
    public static final int TYPE = 0x0018;

    public Attribute encode() {
        return new Attribute(TYPE, new byte[] {(byte) (reserveNext ? 0x80 : 0)});
    }

    /** Empty when the value has another size. */
    public static Optional<EvenPort> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == 1 ? Optional.of(new EvenPort((value[0] & 0x80) != 0)) : Optional.empty();
    }
}
