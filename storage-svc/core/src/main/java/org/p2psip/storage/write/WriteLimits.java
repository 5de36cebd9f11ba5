package org.p2psip.storage.write;

/**
 * Bounds of what is stored, beside those of each kind.
 *
 * @param maxRemembered  most values and tombstones of one kind of one resource together
 * @param minTombstoneMs how long a removal is remembered at least, in milliseconds: longer than a write may be under
 *                       way. A tombstone also outlives every value that it replaced
 * @param maxAheadMs     how far ahead of the store's clock a storage time may be, in milliseconds
 */
public record WriteLimits(int maxRemembered, long minTombstoneMs, long maxAheadMs) {
    /** Most values in one write of a kind. */
    public static final int MAX_VALUES_PER_WRITE = 64;
    /** One year, in seconds. */
    public static final int MAX_LIFETIME_S = 31_536_000;

    /** Longest signature of a value, with all that stands in it, in bytes. */
    public static final int MAX_SIGNATURE_BYTES = 4096;

    public static final WriteLimits DEFAULT = new WriteLimits(256, 300_000, 60_000);
}
