package org.p2psip.routing.peer;

/** What a peer counts. */
public enum PeerCounter {
    SENT,
    RECEIVED,
    FORWARDED,
    DELIVERED,
    /** Requests sent again since no answer came. */
    RETRANSMITTED,
    /** Requests that were answered as their first transmission was. */
    DUPLICATES,
    /** Messages whose TTL was used up, or that came by too often. */
    LOOPED,
    /** Messages for a node that is not there, and answers that nobody waits for. */
    DROPPED,
    /** Messages from peers without a link, or that contradict their link. */
    REFUSED,
    /** Work that a limit kept from being done. */
    LIMITED,
    PINGS,
    ATTACHES,
    UPDATES,
    JOINS,
    SUSPECTED,
    /** Links that were up. */
    FAILED,
    /** Links that never came up. */
    UNREACHABLE,
    LINKS_CLOSED,
    /** Of those: links that nobody needed, closed at the limit for one that was needed. */
    LINKS_DISPLACED,
    /** Hearsay of a peer that failed a while ago. */
    HELD_DOWN
}
