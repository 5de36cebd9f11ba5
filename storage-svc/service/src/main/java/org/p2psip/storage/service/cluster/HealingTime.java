package org.p2psip.storage.service.cluster;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** How long members that lost each other may take to find each other again before they start anew. */
final class HealingTime {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The same where one of those is seen that started anew. */
    private static final long LIMIT_WITH_NEW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long notWholeSinceNanos;
    private boolean wasWhole = true;

    /**
     * Looks once more.
     *
     * @param whole whether all that were there are
     * @param others states of those that are reached
     */
    boolean isOver(boolean whole, Collection<MemberState> others, long nowNanos) {
        if (whole || wasWhole) {
            notWholeSinceNanos = nowNanos;
        }
        wasWhole = whole;
        long waited = nowNanos - notWholeSinceNanos;
        return waited > LIMIT_NANOS || waited > LIMIT_WITH_NEW_NANOS && others.contains(MemberState.SEEKING);
    }
}
