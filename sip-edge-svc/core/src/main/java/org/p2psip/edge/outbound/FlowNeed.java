package org.p2psip.edge.outbound;

/** How much a phone depends on the flow that it opened. */
public enum FlowNeed {
    /** Not at all: any way to its contact will do. */
    NONE,
    /** A stream of a phone that nobody hides: when it is closed, a new one to the contact may work (RFC 3261 18.1.1). */
    PREFERRED,
    /** It is reached there or nowhere. */
    ONLY
}
