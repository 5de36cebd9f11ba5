package org.p2psip.edge.transaction;

import java.util.concurrent.TimeUnit;

/** Durations of RFC 3261 table 4 and RFC 6026, in ns. */
public final class Timers {
    /** Estimate of a round trip. */
    public static final long T1 = TimeUnit.MILLISECONDS.toNanos(500);
    /** Longest interval of retransmissions of non-INVITE requests and of INVITE responses. */
    public static final long T2 = TimeUnit.SECONDS.toNanos(4);
    /** How long a message stays in the network. */
    public static final long T4 = TimeUnit.SECONDS.toNanos(5);
    /** Timers B, F, H, J, L and M; also D, which is to be at least that. */
    public static final long LIFETIME = 64 * T1;
    /** Timer C: how long a branch of an INVITE may ring. More than 3 minutes (RFC 3261 16.6 step 11). */
    public static final long C = TimeUnit.SECONDS.toNanos(181);

    /** When an INVITE that has no response yet gets its 100: less than the 200 ms of RFC 3261 17.2.1. */
    public static final long TRYING = TimeUnit.MILLISECONDS.toNanos(100);

    private Timers() {}
}
