package org.p2psip.relay.turn.request;

import org.p2psip.relay.turn.Now;
import org.p2psip.relay.turn.TurnConfig.Limits;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.attribute.Lifetime;

/**
 * How long an allocation lives (RFC 8656 section 7.2): as the client asks, not shorter than the default and not longer
 * than the longest.
 */
record Lifetimes(Limits limits) {
    /** Seconds that a request is granted; one without LIFETIME gets the default. */
    long granted(Request request) {
        long wished = request.first(Lifetime.TYPE)
                .flatMap(Lifetime::decode)
                .map(Lifetime::seconds)
                .orElse(0L);
        return Math.clamp(wished, limits.defaultLifetimeSeconds(), limits.maxLifetimeSeconds());
    }

    /** Seconds that an allocation has left, rounded up. */
    static long left(Allocation allocation, Now now) {
        long nanos = Math.max(0, allocation.expiresAtNanos() - now.nanos());
        return (nanos + Now.NANOS_PER_SECOND - 1) / Now.NANOS_PER_SECOND;
    }
}
