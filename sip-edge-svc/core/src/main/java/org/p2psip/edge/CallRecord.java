package org.p2psip.edge;

/**
 * One call attempt, as far as this edge saw it.
 *
 * @param callId Call-ID
 * @param from caller's URI (From), without parameters
 * @param to called URI (Request-URI as it came in)
 * @param authenticatedUser who was authenticated, as user@domain; empty when nobody was
 * @param trunk name of the trunk that the call came or left by; empty without
 * @param status final status code sent to the caller, 200 to 699
 * @param startedNanosAgo time since the INVITE came in, in ns
 * @param setupNanos from the INVITE to its final response, in ns
 * @param durationNanos from the 200 to the BYE, in ns; -1 when the call was not answered or no BYE was seen
 * @param end why the record was made
 */
public record CallRecord(
        String callId,
        String from,
        String to,
        String authenticatedUser,
        String trunk,
        int status,
        long startedNanosAgo,
        long setupNanos,
        long durationNanos,
        End end) {

    /** Why a record was made. */
    public enum End {
        /** A final response of 300 or above was sent (302 in redirect mode among them). */
        NOT_ANSWERED,
        /** A BYE was seen. */
        BYE,
        /** Its session timer ran out unrefreshed (RFC 4028), or nothing was heard of it for a day. */
        EXPIRED,
        /** The table of calls was full, or the edge stops: the call may go on. */
        UNSEEN
    }
}
