package org.p2psip.bench.overlay.site;

import org.p2psip.routing.ring.Position;
import org.p2psip.storage.write.KindWrite;

/**
 * What peers ask each other of a record.
 *
 * @param write null to read
 */
record RecordMessage(Position key, KindWrite write) {
    boolean isReplica() {
        return write != null && write.replica();
    }

    /** What a site says. */
    sealed interface Reply {
        /** It was read. @param number of the value; null when there is none */
        record Read(Long number) implements Reply {}

        /** It was written. @param by the site's peer */
        record Stored(SimulatedSite by) implements Reply {}

        /** It was not, now; the writer may try again. */
        record Refused(String why) implements Reply {}
    }
}
