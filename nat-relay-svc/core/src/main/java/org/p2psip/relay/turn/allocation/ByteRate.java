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

    /**
     * Takes out octets that have been received already and cannot be dropped, as those of a stream.
     *
     * @return nanoseconds to wait before more are received
     */
    long pay(int octets, long nowNanos) {
        if (octetsPerSecond == 0) {
            return 0;
        }
        fill(nowNanos);
        left -= octets;
        return left >= 0 ? 0 : (long) (-left * NANOS_PER_SECOND / octetsPerSecond);
    }

    boolean admits(int octets, long nowNanos) {
        if (octetsPerSecond == 0) {
            return true;
        }
        fill(nowNanos);
        if (octets > left) {
            return false;
        }
        left -= octets;
        return true;
    }

    private void fill(long nowNanos) {
        long elapsed = nowNanos - filledAtNanos;
        filledAtNanos = nowNanos;
        left = Math.min(octetsPerSecond, left + (double) elapsed * octetsPerSecond / NANOS_PER_SECOND);
    }
}
