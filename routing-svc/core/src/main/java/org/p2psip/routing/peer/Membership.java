package org.p2psip.routing.peer;

/** Whether a peer is in the ring. */
public enum Membership {
    /** Not in the ring: has not begun to join, is on the way in, or has left. */
    OUTSIDE,
    /** Responsible for a range. */
    JOINED,
    /** Told its neighbors that it leaves; still forwards. */
    LEAVING
}
