package org.p2psip.relay.stun.binding;

import java.util.concurrent.atomic.LongAdder;

/** What a {@link BindingServer} has seen since it was made. Any thread may read. */
public final class BindingCounts {
    /** What is counted. */
    public enum Kind {
        /** Binding requests, answered or not. */
        REQUEST,
        /** Success answers. */
        SUCCESS,
        /** 420 answers: the request had an attribute that it requires and nobody here knows. */
        UNKNOWN_ATTRIBUTE,
        /** Requests without an answer: their source had too many. */
        RATE_LIMITED,
        /** Binding indications, which keep a NAT's mapping alive and get no answer. */
        INDICATION,
        /** STUN, but of another method, or an answer to nobody's question. */
        UNEXPECTED,
        /** Says that it is STUN and is broken. */
        MALFORMED,
        /** Datagrams of other protocols, and noise. */
        NOT_STUN
    }

    private final LongAdder[] counts = new LongAdder[Kind.values().length];

    public BindingCounts() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void count(Kind kind) {
        counts[kind.ordinal()].increment();
    }

    public long of(Kind kind) {
        return counts[kind.ordinal()].sum();
    }
}
