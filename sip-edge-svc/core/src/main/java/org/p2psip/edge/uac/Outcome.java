package org.p2psip.edge.uac;

import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.Hop;

/** What became of a request that this edge sent. */
public sealed interface Outcome {
    /** CSeq number of the last attempt: the next request of the dialog has a higher one. */
    long cseq();

    /**
     * It has its final response.
     *
     * @param hop who gave it
     */
    record Answered(SipMessage response, Hop hop, long cseq) implements Outcome {}

    /** No final response in time. */
    record TimedOut(long cseq) implements Outcome {}

    /** Its host has no address, or none that it could be sent to, or there is no room for a transaction. */
    record NotSent(long cseq) implements Outcome {}
}
