package org.p2psip.edge.auth;

import java.util.HashSet;
import java.util.Set;
import org.p2psip.edge.auth.FailedLogins.Attempt;
import org.p2psip.edge.time.TimerQueue;

/** Checks of credentials that wait: one at a time for each source and user, at most a given number altogether. */
final class DelayedChecks {
    private final TimerQueue timers;
    private final int limit;
    private final Set<Attempt> waiting = new HashSet<>();

    DelayedChecks(TimerQueue timers, int limit) {
        this.timers = timers;
        this.limit = limit;
    }

    /** Runs the check after the delay; false when there is no room for it. */
    boolean start(Attempt attempt, long delayNanos, Runnable check) {
        if (waiting.size() >= limit || !waiting.add(attempt)) {
            return false;
        }
        timers.timer(() -> {
                    waiting.remove(attempt);
                    check.run();
                })
                .start(delayNanos);
        return true;
    }
}
