package org.p2psip.relay.media;

/**
 * Bounds of media sessions.
 *
 * @param sessions at a time
 * @param answerSeconds that an offer may wait for its answer
 * @param silenceSeconds without a packet from either side, after which a session is over
 * @param holdSeconds the same while a side has put the call on hold
 */
public record MediaConfig(int sessions, int answerSeconds, int silenceSeconds, int holdSeconds) {
    public MediaConfig {
        if (sessions < 1 || answerSeconds < 1 || silenceSeconds < 1 || holdSeconds < silenceSeconds) {
            throw new IllegalArgumentException("sessions " + sessions + ", answer " + answerSeconds + " s, silence "
                    + silenceSeconds + " s, hold " + holdSeconds + " s: from 1, hold not below silence");
        }
    }
}
