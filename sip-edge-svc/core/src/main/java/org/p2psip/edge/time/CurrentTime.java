package org.p2psip.edge.time;

/** The time as the caller last told it. It never goes back. */
public final class CurrentTime {
    private boolean told;
    private long nanos;
    private long epochMillisAtTold;
    private long nanosAtTold;

    /** Takes both clocks. */
    public void set(long nowNanos, long nowEpochMillis) {
        advanceTo(nowNanos);
        epochMillisAtTold = nowEpochMillis;
        nanosAtTold = nanos;
    }

    /** Takes the monotonic clock. */
    public void advanceTo(long nowNanos) {
        if (!told || nowNanos - nanos > 0) {
            nanos = nowNanos;
            told = true;
        }
    }

    /** The monotonic clock, in ns, of any origin. */
    public long nanos() {
        return nanos;
    }

    /** The wall clock, in ms since 1970: as last told, plus what the monotonic clock went on by. */
    public long epochMillis() {
        return epochMillisAtTold + (nanos - nanosAtTold) / 1_000_000;
    }
}
