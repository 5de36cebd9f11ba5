package org.p2psip.relay.turn;

import java.util.concurrent.atomic.LongAdder;

/** What the servers of a relay have done. Any thread may read; all event loops add. */
public final class TurnCounts {
    /** What is counted. */
    public enum Kind {
        /** Requests, answered or not. */
        REQUEST,
        /** Requests without an answer: their source had too many. */
        RATE_LIMITED,
        /** Success answers, by what they did. */
        ALLOCATED,
        REFRESHED,
        PERMITTED,
        CHANNEL_BOUND,
        CONNECTED,
        CONNECTION_BOUND,
        /** Answers 401 to requests without credentials: every client's first one. */
        CHALLENGED,
        /** Answers 401 to requests with wrong credentials. */
        UNAUTHENTICATED,
        /** Answers 438. */
        STALE_NONCE,
        /** Answers 400, 420, 437, 440, 441, 442, 443, 446: the client's mistake. */
        BAD_REQUEST,
        /** Answers 403: the policy does not let clients reach that peer. */
        FORBIDDEN,
        /** Answers 447, and connections of peers that the client has not permitted. */
        CONNECTION_REFUSED,
        /** Answers 486. */
        QUOTA_REACHED,
        /** Answers 508 and 300, and connections of peers beyond what an allocation may have. */
        NO_CAPACITY,
        /** Allocations whose time was over. */
        EXPIRED,
        /** Allocations that their client gave up, or whose connection broke. */
        RELEASED
    }

    private final LongAdder[] counts = new LongAdder[Kind.values().length];

    public TurnCounts() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    public void count(Kind kind) {
        counts[kind.ordinal()].increment();
    }

    public long of(Kind kind) {
        return counts[kind.ordinal()].sum();
    }
}
