package org.p2psip.relay.media;

import java.net.InetAddress;
import java.util.Optional;
import org.p2psip.relay.sdp.SessionDescription;

/** What an edge wants, looked at and not yet done. */
public sealed interface MediaChange {
    /** What is asked. */
    enum Step {
        /** A first offer, which begins a session. */
        OFFER,
        /** Its answer. */
        ANSWER,
        /** An offer or answer inside a session that was answered: hold, more streams, another address. */
        UPDATE
    }

    /**
     * What came from the edge.
     *
     * @param from whose description it is
     * @param sdp the body as it came
     * @param natSource where that side's SIP comes from, when it is behind a NAT
     */
    record Request(Step step, MediaKey key, Side from, byte[] sdp, Optional<InetAddress> natSource) {}

    /**
     * It can be done as soon as so many port pairs are open.
     *
     * @param pairs 0 or more, always even
     */
    record Ready(Request request, SessionDescription description, int pairs) implements MediaChange {}

    /**
     * It cannot be done.
     *
     * @param message what was wrong, with the value, and what would be right
     */
    record Refused(Reason reason, String message) implements MediaChange, MediaResult {}

    /** Why not. */
    enum Reason {
        /** The description is none, or none that can be relayed. */
        DESCRIPTION,
        /** There is no such session. */
        UNKNOWN_SESSION,
        /** There is such a session already. */
        EXISTS,
        /** The session was changed while ports were opened. */
        CHANGED_MEANWHILE,
        /** p2psip.media.sessions are there. */
        TOO_MANY,
        /** No new sessions are taken. */
        DRAINING
    }
}
