package org.p2psip.relay.turn.allocation;

/** How many octets an allocation may relay in a second, both directions together. Owned by one event loop. */
public final class ByteRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long octetsPerSecond;
    private double left;
    private long filledAtNanos;

    /**
     * @param octetsPerSecond also what may pass at once; 0 for as many as come
     */
    public ByteRate(long octetsPerSecond, long nowNanos) {
        if (octetsPerSecond < 0) {
            throw new IllegalArgumentException("A rate is not below zero: " + octetsPerSecond);
        }
        this.octetsPerSecond = octetsPerSecond;
        this.left = octetsPerSecond;
        this.filledAtNanos = nowNanos;
    }

    boolean admits(int octets, long nowNanos) {
        if (octetsPerSecond == 0) {
            return true;
        }
        long elapsed = nowNanos - filledAtNanos;
        filledAtNanos = nowNanos;
        left = Math.min(octetsPerSecond, left + (double) elapsed * octetsPerSecond / NANOS_PER_SECOND);
        if (octets > left) {
            return false;
        }
        left -= octets;
        return true;
    }
}
