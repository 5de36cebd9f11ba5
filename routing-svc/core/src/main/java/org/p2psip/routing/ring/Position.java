package org.p2psip.routing.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A point on the ring of 2^128 identifiers, an unsigned number in two halves. Arithmetic is modulo 2^128: the ring wraps
 * around from all ones to zero (RFC 6940 section 10.1).
 *
 * @param high the more significant 64 bits
 * @param low the less significant 64 bits
 */
public record Position(long high, long low) implements Comparable<Position> {
    /** Bytes of an identifier in network order. */
    public static final int BYTES = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /**
     * The position that the first 16 bytes of an array spell in network order.
     *
     * @throws IndexOutOfBoundsException when there are fewer
     */
    public static Position ofBytes(byte[] bytes) {
        return new Position((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, Long.BYTES));
    }

    /** The 16 bytes in network order. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        LONGS.set(bytes, 0, high);
        LONGS.set(bytes, Long.BYTES, low);
        return bytes;
    }

    /** 32 lower-case hexadecimal digits. */
    public String toHex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    /** The next position clockwise; after all ones comes zero. */
    public Position next() {
        return new Position(low == -1L ? high + 1 : high, low + 1);
    }

    /** The position 2^exponent steps clockwise from here; exponent from 0 to 127. */
    public Position plusPowerOfTwo(int exponent) {
        return exponent < Long.SIZE
                ? plus(new Position(0, 1L << exponent))
                : plus(new Position(1L << (exponent - Long.SIZE), 0));
    }

    /** The position that many steps clockwise from here. */
    public Position plus(Position steps) {
        long sum = low + steps.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Position(high + steps.high + carry, sum);
    }

    /** Zero bits before the first one, 0 to 128. */
    public int leadingZeros() {
        return high == 0 ? Long.SIZE + Long.numberOfLeadingZeros(low) : Long.numberOfLeadingZeros(high);
    }

    /** Whether the way clockwise from here to one position is shorter than that to another. */
    public boolean isNearerTo(Position one, Position other) {
        return distanceTo(one).compareTo(distanceTo(other)) < 0;
    }

    /** Steps clockwise from here to another position, 0 when it is the same. */
    public Position distanceTo(Position other) {
        long borrow = Long.compareUnsigned(other.low, low) < 0 ? 1 : 0;
        return new Position(other.high - high - borrow, other.low - low);
    }

    /**
     * Whether this lies on the arc that goes clockwise from {@code from}, exclusive, to {@code to}, inclusive. When both
     * are the same the arc is the whole ring.
     */
    public boolean isBetween(Position from, Position to) {
        if (from.equals(to)) {
            return true;
        }
        Position steps = from.distanceTo(this);
        return !this.equals(from) && steps.compareTo(from.distanceTo(to)) <= 0;
    }

    /** Order of the unsigned numbers; it is no order of the ring, which has no first position. */
    @Override
    public int compareTo(Position other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
