package org.p2psip.routing.link;

import org.p2psip.routing.table.PeerInfo;

/** The link to one peer. Changed by the {@link LinkTable} and the {@link FailureDetector} only. */
public final class Link {
    /** How far a link is. */
    public enum State {
        /** The other side is to open it. */
        EXPECTED,
        /** This side opens it. */
        OPENING,
        UP,
        /** It broke; this side opens it again, or waits until the other does. */
        BROKEN
    }

    PeerInfo peer;
    State state;
    boolean dialer;
    boolean ready;
    boolean fullUpdateWanted;
    boolean candidate;
    int probes;
    long lastHeard;
    long askedAt = Long.MAX_VALUE;
    long vouchedUntil;
    long dueAt;
    long readyBy = Long.MAX_VALUE;
    long neededAt;
    private long toldAt = Long.MIN_VALUE;

    Link(PeerInfo peer, State state, long now) {
        this.peer = peer;
        this.state = state;
        this.lastHeard = now;
        this.neededAt = now;
    }

    public PeerInfo peer() {
        return peer;
    }

    /** Whether messages can be sent over it. */
    public boolean isUp() {
        return state == State.UP;
    }

    /** Whether it was never up and is not given up. */
    public boolean isComingUp() {
        return state == State.OPENING || state == State.EXPECTED;
    }

    /** Whether a request was sent over it, and nothing has come since. */
    boolean isAsked() {
        return askedAt != Long.MAX_VALUE;
    }

    /** Whether the other side is in the ring: it said so by an Update (RFC 6940 section 6.5.1). */
    public boolean isReady() {
        return state == State.UP && ready;
    }

    /** The other side is not in the ring, or not any more. */
    public void markNotReady() {
        ready = false;
    }

    /** The other side said that it is in the ring. */
    public void markReady() {
        ready = true;
        readyBy = Long.MAX_VALUE;
    }

    /** Whether its peer waits for a place in the tables until it is heard; that is forgotten by asking. */
    public boolean takeCandidate() {
        boolean waited = candidate;
        candidate = false;
        return waited;
    }

    /** An Update was sent over it. */
    public void told(long now) {
        toldAt = now;
    }

    /** Whether the last Update was sent at that time or later. */
    public boolean wasToldSince(long time) {
        return toldAt >= time;
    }

    /** The other side wants an Update of type FULL when the link is up. */
    public void wantFullUpdate() {
        fullUpdateWanted = true;
    }

    /** Whether the other side wants an Update of type FULL; the wish is forgotten by asking. */
    public boolean takeFullUpdateWanted() {
        boolean wanted = fullUpdateWanted;
        fullUpdateWanted = false;
        return wanted;
    }
}
