package org.p2psip.relay.anchor;

import java.util.concurrent.atomic.LongAdder;

/** What media sessions did. All event loops add, any thread may read. */
public final class MediaCounts {
    /** What is counted. */
    public enum Kind {
        /** Sessions that began. */
        BEGUN,
        /** Sessions that their edge ended. */
        DELETED,
        /** Sessions that ended as no packet came for too long. */
        SILENT,
        /** Offers, answers and updates that were refused. */
        REFUSED,
        /** Packets that went on. */
        PACKETS,
        /** Their octets, without headers of UDP. */
        OCTETS,
        /** Packets of others than the two sides. */
        STRANGERS,
        /** Packets for a side whose address is not known yet, or that is on hold. */
        NOWHERE,
        /** Packets longer than a path's MTU, which were cut off when they were received. */
        TOO_LONG,
        /** Packets dropped as those before them still wait to be sent. */
        QUEUE_FULL
    }

    private final LongAdder[] counts = new LongAdder[Kind.values().length];

    MediaCounts() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(Kind kind) {
        counts[kind.ordinal()].increment();
    }

    void add(Kind kind, long several) {
        counts[kind.ordinal()].add(several);
    }

    public long of(Kind kind) {
        return counts[kind.ordinal()].sum();
    }
}
