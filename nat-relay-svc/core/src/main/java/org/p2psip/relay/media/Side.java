package org.p2psip.relay.media;

/** The two sides of a session. */
public enum Side {
    /** Who made the first offer. */
    CALLER,
    /** Who answered it. */
    CALLEE;

    public Side other() {
        return this == CALLER ? CALLEE : CALLER;
    }
}
