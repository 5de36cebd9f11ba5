package org.p2psip.routing.records;

import org.p2psip.routing.ring.Position;

/** Records of a range that are on their way into the own store. */
public interface Transfer {
    /** Ends it; nobody is told. */
    void cancel();

    /** Who is told how it goes; never before the call that began it has returned. */
    interface Outcome {
        /** All records up to a position are stored. */
        void through(Position position);

        /** @param failure why it ended early; null when all is there */
        void ended(String failure);
    }
}
