package org.p2psip.relay.turn;

/**
 * The time at which something is decided.
 *
 * @param nanos of a clock that never goes back, any origin: lifetimes are measured by it
 * @param epochSeconds of the calendar: nonces and time-limited users speak of it
 */
public record Now(long nanos, long epochSeconds) {
    public static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A point in {@link #nanos} that many seconds ahead. */
    public long in(long seconds) {
        return nanos + seconds * NANOS_PER_SECOND;
    }
}
