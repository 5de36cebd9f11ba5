package org.p2psip.edge.gateway;

import java.util.concurrent.TimeUnit;
import org.p2psip.edge.trunk.TrunkConfig;

/**
 * The calls of one trunk: how many there are, and how many began lately. A token bucket holds as many calls as may begin
 * in a second and fills at that rate.
 */
final class CallLoad {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What a call that wants to begin is told. */
    enum Verdict {
        ADMITTED,
        TOO_MANY_CALLS,
        TOO_FAST
    }

    private int calls;
    private long tokens = -1;
    private long filledNanos;
    private long secondStart;
    private int inSecond;
    private int inSecondBefore;
    private long refusedCalls;
    private long refusedRate;

    /** A call wants to begin; when it is admitted it counts until {@link #ended}. */
    Verdict begin(TrunkConfig.Limits limits, long nowNanos) {
        if (limits.calls() > 0 && calls >= limits.calls()) {
            refusedCalls++;
            return Verdict.TOO_MANY_CALLS;
        }
        if (limits.callsPerSecond() > 0 && !takeToken(limits.callsPerSecond(), nowNanos)) {
            refusedRate++;
            return Verdict.TOO_FAST;
        }
        turn(nowNanos);
        inSecond++;
        calls++;
        return Verdict.ADMITTED;
    }

    /** In units of 1/SECOND of a call, so that no fraction is lost. */
    private boolean takeToken(int perSecond, long nowNanos) {
        long full = perSecond * SECOND;
        long passed = Math.min(nowNanos - filledNanos, SECOND);
        tokens = tokens < 0 ? full : Math.min(full, tokens + passed * perSecond);
        filledNanos = nowNanos;
        if (tokens < SECOND) {
            return false;
        }
        tokens -= SECOND;
        return true;
    }

    void ended() {
        calls--;
    }

    int calls() {
        return calls;
    }

    /** Calls that began within the last whole second. */
    int lastSecond(long nowNanos) {
        turn(nowNanos);
        return inSecondBefore;
    }

    long refusedCalls() {
        return refusedCalls;
    }

    long refusedRate() {
        return refusedRate;
    }

    private void turn(long nowNanos) {
        long passed = nowNanos - secondStart;
        if (passed >= SECOND) {
            inSecondBefore = passed < 2 * SECOND ? inSecond : 0;
            inSecond = 0;
            secondStart = nowNanos - passed % SECOND;
        }
    }
}
