package org.p2psip.edge.service.overlay;

/** What the overlay client counts; the names are those of the metrics, in lower case. */
public enum OverlayCounter {
    OPERATIONS,
    BATCHES,
    ANSWERS,
    /** Answers to what had been given up already. */
    LATE_ANSWERS,
    /** Answers that say that the operation failed. */
    ERRORS,
    TIMEOUTS,
    /** Operations not sent as too many waited for their answer. */
    LIMIT_IN_FLIGHT,
    /** Operations refused at once, or given up, as the stream was broken. */
    STREAM_DOWN,
    STREAMS_OPENED,
    STREAMS_BROKEN,
    /** Signed writes that were sent once more: with a later time, the certificate, or of what is there by then. */
    SIGNED_ANEW,
    /** Stored values that are not what their kind says, or lead where no edge sends SIP. */
    UNREADABLE_VALUES
}
