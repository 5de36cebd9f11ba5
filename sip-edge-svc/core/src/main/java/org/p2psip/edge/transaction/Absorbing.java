package org.p2psip.edge.transaction;

/**
 * A transaction that may have done its work, and then stays for 32 s only to absorb what comes again. Where there is no
 * room for new ones it is forgotten early: what it would have absorbed is then served as new, or dropped.
 */
sealed interface Absorbing permits ServerTransaction, ClientTransaction {
    /** Whether it is over and no longer in the table. */
    boolean isTerminated();

    /** Stops the timers and leaves the table. */
    void terminate();
}
