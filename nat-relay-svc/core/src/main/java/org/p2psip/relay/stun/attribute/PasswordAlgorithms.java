package org.p2psip.relay.stun.attribute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * PASSWORD-ALGORITHMS (RFC 8489 section 14.11) and PASSWORD-ALGORITHM (section 14.12), which is a list of one: how the
 * server can derive keys, and how the client did. Each entry is a number, the length of its parameters, and these padded
 * to four octets; the two algorithms that exist have none.
 *
 * @param numbers 16 bits each, in order of the sender's preference
 */
public record PasswordAlgorithms(List<Integer> numbers) {
    /** Of the list. */
    public static final int TYPE = 0x8002;
    /** Of the one that was chosen. */
    public static final int CHOICE_TYPE = 0x001D;

    private static final int ENTRY_OCTETS = 4;

    public PasswordAlgorithms {
        numbers = List.copyOf(numbers);
    }

    public Attribute encode() {
        return new Attribute(TYPE, octets());
    }

    /** As PASSWORD-ALGORITHM. */
    public Attribute encodeChoice() {
        if (numbers.size() != 1) {
            throw new IllegalArgumentException("PASSWORD-ALGORITHM names one algorithm, not " + numbers.size());
        }
        return new Attribute(CHOICE_TYPE, octets());
    }

    private byte[] octets() {
        ByteBuffer value = ByteBuffer.allocate(numbers.size() * ENTRY_OCTETS);
        numbers.forEach(number -> value.putShort(number.shortValue()).putShort((short) 0));
        return value.array();
    }

    /** Empty when the value is cut off; parameters of algorithms that nobody here knows are skipped. */
    public static Optional<PasswordAlgorithms> decode(Attribute attribute) {
        ByteBuffer value = ByteBuffer.wrap(attribute.value());
        List<Integer> numbers = new ArrayList<>();
        while (value.hasRemaining()) {
            if (value.remaining() < ENTRY_OCTETS) {
                return Optional.empty();
            }
            numbers.add(Short.toUnsignedInt(value.getShort()));
            int padded = Short.toUnsignedInt(value.getShort()) + 3 & ~3;
            if (padded > value.remaining()) {
                return Optional.empty();
            }
            value.position(value.position() + padded);
        }
        return Optional.of(new PasswordAlgorithms(numbers));
    }
}
