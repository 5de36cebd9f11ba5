package org.p2psip.edge.regevent;

import java.util.Set;
import org.p2psip.edge.Aor;

/**
 * What an operator decides about subscriptions to registrations.
 *
 * @param watchers users who may subscribe to everybody's registrations; others to their own
 * @param minExpiresSeconds least time of a subscription (423 below, for what is below an hour)
 * @param maxExpiresSeconds longest time; longer ones are shortened
 * @param limit most subscriptions at this edge; one more gets 503
 */
public record RegEventConfig(Set<Aor> watchers, int minExpiresSeconds, int maxExpiresSeconds, int limit) {
    /** For a SUBSCRIBE that names no time (RFC 3680 section 4.4). */
    public static final int DEFAULT_EXPIRES_SECONDS = 3761;

    public RegEventConfig {
        watchers = Set.copyOf(watchers);
    }

    public static RegEventConfig defaults() {
        return new RegEventConfig(Set.of(), 60, 86_400, 10_000);
    }
}
