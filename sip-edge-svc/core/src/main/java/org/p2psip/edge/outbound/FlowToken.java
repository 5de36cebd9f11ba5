package org.p2psip.edge.outbound;

import org.p2psip.edge.Flow;

/** What a flow token that came in says. */
public sealed interface FlowToken {
    /**
     * One of ours.
     *
     * @param flow the flow that it names; a stream may be closed all the same
     * @param ofDialog whether it came about in the dialog of the request, and so proves it
     * @param need whether the phone is reached there alone
     */
    record Usable(Flow flow, boolean ofDialog, FlowNeed need) implements FlowToken {}

    /**
     * One of ours for a stream that ended with a former run of this edge (RFC 5626 section 5.3: 430).
     *
     * @param flow the flow that it was
     * @param need whether the phone was reached there alone
     */
    record Gone(Flow flow, FlowNeed need) implements FlowToken {}

    /** Not made by this edge, or for another dialog (403). */
    record Forged() implements FlowToken {}
}
