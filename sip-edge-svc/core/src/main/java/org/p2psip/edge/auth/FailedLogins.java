package org.p2psip.edge.auth;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.Aor;
import org.p2psip.edge.location.BoundedCache;
import org.p2psip.edge.time.CurrentTime;

/** How often a source gave wrong credentials for a user lately, and how long its next ones have to wait for that. */
final class FailedLogins {
    /** Failures within {@link #WINDOW} that cost nothing. */
    static final int FREE = 5;

    /** Without a failure for that long all is forgotten. */
    static final long WINDOW = TimeUnit.SECONDS.toNanos(60);

    /** Longest wait. */
    static final long MAX_DELAY = TimeUnit.SECONDS.toNanos(4);

    /** Sources and users that are remembered. */
    static final int MAX_ENTRIES = 20_000;

    private static final long FIRST_DELAY = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_DOUBLINGS = 8;

    /** Who tried, as whom. */
    record Attempt(InetAddress source, Aor user) {}

    private record Failures(int count, long lastNanos) {}

    private final CurrentTime time;
    private final Map<Attempt, Failures> failures = new BoundedCache<>(MAX_ENTRIES);

    FailedLogins(CurrentTime time) {
        this.time = time;
    }

    void failed(Attempt attempt) {
        failures.put(attempt, new Failures(count(attempt) + 1, time.nanos()));
    }

    void succeeded(Attempt attempt) {
        failures.remove(attempt);
    }

    /** A check begins: the next one waits from now on, not only once this one has failed. */
    void trying(Attempt attempt) {
        int count = failures.isEmpty() ? 0 : count(attempt);
        if (count >= FREE) {
            failures.put(attempt, new Failures(count, time.nanos()));
        }
    }

    /**
     * How long the check of the next credentials has to wait, in ns; 0 for not at all. It counts from the last check: who
     * comes late enough does not wait, and nobody is checked more often for that.
     */
    long delay(Attempt attempt) {
        int beyond = failures.isEmpty() ? -1 : count(attempt) - FREE;
        if (beyond < 0) {
            return 0;
        }
        long apart = Math.min(MAX_DELAY, FIRST_DELAY << Math.min(beyond, MAX_DOUBLINGS));
        return Math.max(0, failures.get(attempt).lastNanos + apart - time.nanos());
    }

    private int count(Attempt attempt) {
        Failures known = failures.get(attempt);
        return known == null || time.nanos() - known.lastNanos > WINDOW ? 0 : known.count;
    }
}
