package org.p2psip.routing.records;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.records.Comparison.Found;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/**
 * One comparison of a peer's range with each site of its replicas, and the repair of what differs, in both directions: of
 * each value, and each removal, both sites have the newer one afterwards. One site after the other, one range after the
 * other.
 */
public final class CompareRound {
    /** Ranges of one site that a round repairs. */
    private static final int REPAIRS_LIMIT = 256;

    private final OverlayPeer peer;
    private final Sites sites;
    private final Runnable over;

    /** What is done with other sites. */
    public interface Sites {
        /** Compares a range with a peer's site. */
        void compare(PeerInfo with, Part range, Consumer<Found> done);

        /**
         * Takes what a peer's site has of a range, then brings what there is to the sites of the replicas.
         *
         * @param done told why it failed, or null
         */
        void repair(PeerInfo with, Part range, Consumer<String> done);

        /** Resources that the sites of the replicas lack, at the least, by all comparisons of the round so far. */
        void missing(int resources);

        /** A site was compared. @param left ranges that the next round repairs */
        void found(PeerInfo with, Found found, int left);

        /** A range was repaired. @param failure why not; null when it was */
        void repaired(PeerInfo with, String failure);
    }

    /** @param over done when the round is over */
    public CompareRound(OverlayPeer peer, Sites sites, Runnable over) {
        this.peer = peer;
        this.sites = sites;
        this.over = over;
    }

    /** Begins it; a peer that has not all of its own range itself has nothing to compare. */
    public void begin() {
        NeighborTable neighbors = peer.table().neighbors();
        if (peer.membership() != Membership.JOINED || peer.isTakingOver() || neighbors.predecessor() == null) {
            over.run();
            return;
        }
        sites.missing(0);
        Part range =
                new Part(neighbors.predecessor().position().next(), peer.self().position());
        next(new ArrayDeque<>(neighbors.replicaPeers()), range, 0);
    }

    private void next(Deque<PeerInfo> peers, Part range, int missing) {
        PeerInfo with = peers.poll();
        if (with == null) {
            over.run();
        } else if (!with.isDialable()) {
            next(peers, range, missing); // who only dials out cannot be asked
        } else {
            sites.compare(with, range, found -> {
                int sum = missing + found.missing();
                sites.missing(sum);
                found(with, found, () -> next(peers, range, sum));
            });
        }
    }

    private void found(PeerInfo with, Found found, Runnable then) {
        List<Part> ranges = found.differing();
        int repaired = Math.min(REPAIRS_LIMIT, ranges.size());
        sites.found(with, found, ranges.size() - repaired);
        repair(with, new ArrayDeque<>(ranges.subList(0, repaired)), then);
    }

    private void repair(PeerInfo with, Deque<Part> ranges, Runnable then) {
        Part range = ranges.poll();
        if (range == null) {
            then.run();
            return;
        }
        sites.repair(with, range, failure -> {
            sites.repaired(with, failure);
            repair(with, ranges, then);
        });
    }
}
