package org.p2psip.bench.overlay.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.routing.ring.Position;

/** What the only writer of a record knows of it: the last write that was acknowledged, and those after it. */
final class WrittenRecord {
    /** So long after it was acknowledged a write may still have no replica. */
    private static final int REPLICA_MS = 1_000;
    /** Writes before the last acknowledged one are kept for that long: a crash may bring them back. */
    private static final int KEPT_MS = 10_000;

    final Position key;
    boolean busy;
    long operation;
    private final List<Write> writes = new ArrayList<>();
    private long last;

    private static final class Write {
        private final long number;
        private final long expiresAt;
        private SimulatedSite by;
        private long acknowledgedAt = Long.MAX_VALUE;

        Write(long number, long expiresAt) {
            this.number = number;
            this.expiresAt = expiresAt;
        }

        boolean isAcknowledged() {
            return acknowledgedAt != Long.MAX_VALUE;
        }
    }

    WrittenRecord(Position key, long nowMs) {
        this.key = key;
        Write nothing = new Write(0, nowMs);
        nothing.acknowledgedAt = nowMs - KEPT_MS;
        writes.add(nothing);
    }

    /** A write begins; returns its number. @param lifetimeS 0 removes */
    long begin(int lifetimeS, long nowMs) {
        forget(nowMs);
        last++;
        writes.add(new Write(last, nowMs + lifetimeS * 1_000L));
        return last;
    }

    void acknowledged(long number, SimulatedSite by, long nowMs) {
        for (Write write : writes) {
            if (write.number == number) {
                write.by = by;
                write.acknowledgedAt = nowMs;
            }
        }
    }

    /** A site is gone: what it took a moment ago counts as not acknowledged. */
    void lost(SimulatedSite site, long nowMs) {
        for (Write write : writes) {
            if (write.by == site && write.isAcknowledged() && write.acknowledgedAt > nowMs - REPLICA_MS) {
                write.acknowledgedAt = Long.MAX_VALUE;
            }
        }
    }

    private int firm() {
        int firm = writes.size() - 1;
        while (!writes.get(firm).isAcknowledged()) {
            firm--;
        }
        return firm;
    }

    private void forget(long nowMs) {
        int firm = firm();
        if (writes.get(firm).acknowledgedAt <= nowMs - KEPT_MS) {
            writes.subList(0, firm).clear();
        }
    }

    /** What is wrong with what was read: neither the last acknowledged write nor one of those tried after it. */
    Optional<String> check(Long number, long nowMs) {
        List<Write> possible = writes.subList(firm(), writes.size());
        for (Write write : possible) {
            boolean gone = write.expiresAt <= nowMs;
            if (number == null ? gone : number == write.number && write.expiresAt > nowMs - REPLICA_MS) {
                return Optional.empty();
            }
        }
        Write firm = possible.getFirst();
        return Optional.of("read " + (number == null ? "nothing" : "value " + number) + ", the last acknowledged is "
                + firm.number + (firm.expiresAt <= nowMs ? ", which is gone" : "") + ", acknowledged "
                + (nowMs - firm.acknowledgedAt) + " ms ago, and " + (possible.size() - 1) + " came after it");
    }
}
