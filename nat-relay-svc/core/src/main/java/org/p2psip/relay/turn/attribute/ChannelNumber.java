package org.p2psip.relay.turn.attribute;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * CHANNEL-NUMBER (RFC 8656 section 18.1).
 *
 * @param number 16 bits; which of them a client may take is the request's matter ({@link #isAllowed})
 */
public record ChannelNumber(int number) {
    public static final int TYPE = 0x000C;
    /** The channels of RFC 8656 section 12; RFC 5766 had four times as many, which collide with other protocols. */
    public static final int FIRST = 0x4000;

    public static final int LAST = 0x4FFF;

    /** RFC 5766 section 11: clients of it may take numbers up to here. */
    public static final int LAST_OF_RFC_5766 = 0x7FFE;

    private static final int OCTETS = 4;

    public boolean isAllowed() {
        return number >= FIRST && number <= LAST_OF_RFC_5766;
    }

    public Attribute encode() {
        return new Attribute(
                TYPE, ByteBuffer.allocate(OCTETS).putShort((short) number).array());
    }

    /** Empty when the value has another size. */
    public static Optional<ChannelNumber> decode(Attribute attribute) {
        byte[] value = attribute.value();
        return value.length == OCTETS
                ? Optional.of(new ChannelNumber(
                        Short.toUnsignedInt(ByteBuffer.wrap(value).getShort())))
                : Optional.empty();
    }
}
