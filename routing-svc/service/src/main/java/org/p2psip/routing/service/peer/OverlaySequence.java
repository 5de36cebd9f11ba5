package org.p2psip.routing.service.peer;

/** The sequence of the overlay's configuration (RFC 6940 section 11.1): it grows with each change that is spread. */
public final class OverlaySequence {
    /** The configuration that a peer starts with is the first. */
    public static final int CURRENT = 1;

    private OverlaySequence() {}
}
