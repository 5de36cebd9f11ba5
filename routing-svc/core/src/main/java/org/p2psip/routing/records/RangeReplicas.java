package org.p2psip.routing.records;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/**
 * Makes the replicas of all records of a peer's range, when their sites have changed or the range was taken over; and
 * brings records of a range that other sites are responsible for now home to those. One that joins fetches them itself; but
 * when two rings grow together, each side has written what is the other's, and nobody else would know. It waits until the
 * ring is quiet; what changes meanwhile begins it anew.
 */
public final class RangeReplicas {
    /** Time without a change before it begins, milliseconds. */
    private static final long QUIET_MS = 2_000;
    /** Before it begins anew after the own store broke it off. */
    private static final long PAUSE_MS = 5_000;
    /** Ranges that other sites are to get; the oldest gives way to one more. */
    private static final int LOST_LIMIT = 16;
    /** A range that another site did not take whole is tried that often. */
    private static final int ATTEMPTS = 5;

    /**
     * A range to be read.
     *
     * @param to who is responsible for it; null for the peer's own, whose replicas are made
     * @param attempts how often it is tried yet
     */
    private record Range(Part part, PeerInfo to, int attempts) {}

    /** What became of a range that another site is responsible for now. */
    public enum LostRange {
        /** That site has taken it. */
        BROUGHT,
        /** It did not take all of it. */
        GIVEN_UP,
        /** Too many waited. */
        DROPPED
    }

    /** What is done with the records of a range, on the peer's event loop. */
    public interface Moves {
        /**
         * Reads a range of the own store, removals too, and brings each resource to who is responsible for it, through
         * the ring: of a range that is lost the end is known to be a peer's, but before it there may be others.
         *
         * @param to who is responsible for the end of the range; null to bring it to the sites of the replicas instead,
         *     as they are at each time
         */
        Reading spread(Part range, PeerInfo to, Outcome outcome);

        /** Runs a task once, later. */
        void later(Runnable task, long delayMs);

        /** A range of another site is done with. @param refused resources that it did not take */
        void ended(LostRange end, PeerInfo to, long refused);
    }

    /** A range that is read. */
    public interface Reading {
        /** Ends it; nobody is told. */
        void cancel();
    }

    /** Who is told what came of it; never before the call that began it has returned. */
    public interface Outcome {
        /** All was read. @param refused resources that somebody did not take */
        void spread(long refused);

        /** The own store broke it off. */
        void broken();
    }

    private final OverlayPeer peer;
    private final Moves moves;
    private final List<Range> lost = new ArrayList<>();
    private Reading running;
    private long changes;

    public RangeReplicas(OverlayPeer peer, Moves moves) {
        this.peer = peer;
        this.moves = moves;
    }

    /** The sites of the replicas, or the records of the range, have changed. */
    public void changed() {
        beginAfter(QUIET_MS);
    }

    /** Another site is responsible for a range from now on. */
    void lost(Position after, Position last, PeerInfo to) {
        if (lost.size() >= LOST_LIMIT) {
            moves.ended(LostRange.DROPPED, lost.removeFirst().to(), 0);
        }
        lost.add(new Range(new Part(after.next(), last), to, ATTEMPTS));
        changed();
    }

    /** The peer is out of the ring: who has its range now fetches the records. */
    void left() {
        lost.clear();
        changes++;
    }

    private void beginAfter(long delayMs) {
        long change = ++changes;
        moves.later(
                () -> {
                    if (change == changes) {
                        begin();
                    }
                },
                delayMs);
    }

    private void begin() {
        NeighborTable neighbors = peer.table().neighbors();
        if (running != null) {
            running.cancel();
            running = null;
        }
        if (!lost.isEmpty()) {
            read(lost.getFirst());
        } else if (!neighbors.replicaSites().isEmpty() && neighbors.predecessor() != null) {
            Part own = new Part(
                    neighbors.predecessor().position().next(), peer.self().position());
            read(new Range(own, null, ATTEMPTS));
        }
    }

    private void read(Range range) {
        running = moves.spread(range.part(), range.to(), new Outcome() {
            @Override
            public void spread(long refused) {
                running = null;
                over(range, refused);
            }

            @Override
            public void broken() {
                running = null;
                beginAfter(PAUSE_MS);
            }
        });
    }

    /** A lost range is over when all of it was taken, or it was tried often enough. */
    private void over(Range range, long refused) {
        if (range.to() == null) {
            return;
        }
        lost.remove(range);
        if (refused > 0 && range.attempts() > 1) {
            lost.add(new Range(range.part(), range.to(), range.attempts() - 1));
            beginAfter(PAUSE_MS);
            return;
        }
        moves.ended(refused == 0 ? LostRange.BROUGHT : LostRange.GIVEN_UP, range.to(), refused);
        begin();
    }
}
