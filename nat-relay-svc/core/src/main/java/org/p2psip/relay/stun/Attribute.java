package org.p2psip.relay.stun;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One attribute as it stands in a message (RFC 8489 section 14): its type and the octets of its value, without
 * padding. What the octets mean is known by the type of that attribute, and only where somebody asks.
 */
public final class Attribute {
    /** Octets of type and length before each value. */
    public static final int HEADER_OCTETS = 4;

    static final int MAX_VALUE_OCTETS = 0xFFFF;

    private final int type;
    private final byte[] value;

    /**
     * @param type 16 bits
     * @param value at most 65 535 octets
     */
    public Attribute(int type, byte[] value) {
        if (type < 0 || type > 0xFFFF || value.length > MAX_VALUE_OCTETS) {
            throw new IllegalArgumentException(
                    "No STUN attribute: type " + Integer.toHexString(type) + ", " + value.length + " octets");
        }
        this.type = type;
        this.value = value.clone();
    }

    public int type() {
        return type;
    }

    public byte[] value() {
        return value.clone();
    }

    /** Whether a receiver that does not know the type must refuse the message: types up to 0x7FFF. */
    public boolean comprehensionRequired() {
        return type < 0x8000;
    }

    /** Octets in a message: header, value and the padding to a multiple of four. */
    public int paddedOctets() {
        return HEADER_OCTETS + padded(value.length);
    }

    static int padded(int octets) {
        return octets + 3 & ~3;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attribute that && type == that.type && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "0x%04x[%s]".formatted(type, HexFormat.of().formatHex(value));
    }
}
