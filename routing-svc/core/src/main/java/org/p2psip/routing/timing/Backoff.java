package org.p2psip.routing.timing;

/**
 * How long to wait before the next attempt: doubles with each failure, between two bounds.
 *
 * @param firstMs wait after the first failure, milliseconds
 * @param limitMs longest wait, milliseconds
 */
public record Backoff(long firstMs, long limitMs) {
    /**
     * The wait after a number of failures in a row.
     *
     * @param failures at least 1
     * @param jitter a random number from 0 to 1, exclusive: peers that lost the same service shall not return at once;
     *     shortens the wait by up to a fifth, but never below the first
     */
    public long waitMs(int failures, double jitter) {
        long doubled = firstMs << Math.min(failures - 1, 30);
        long bounded = Math.min(doubled, limitMs);
        return Math.max(firstMs, (long) (bounded * (1 - jitter / 5)));
    }
}
