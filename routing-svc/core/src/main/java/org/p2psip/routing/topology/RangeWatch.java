package org.p2psip.routing.topology;

import java.util.List;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/** Says which ranges the peer gains and loses as its predecessor changes, and where the replicas of its own belong. */
final class RangeWatch {
    private final PeerContext context;
    private final NeighborTable neighbors;
    private final PendingRanges pending;
    private boolean begun;
    private PeerInfo predecessor;
    private List<String> replicaSites = List.of();

    RangeWatch(PeerContext context, NeighborTable neighbors, PendingRanges pending) {
        this.pending = pending;
        this.context = context;
        this.neighbors = neighbors;
    }

    /** The neighbors of a member of the ring may have changed. */
    void changed() {
        PeerInfo self = context.self();
        PeerInfo before = predecessor;
        PeerInfo after = neighbors.predecessor();
        predecessor = after;
        if (!begun) {
            begun = true;
            PeerInfo first = after == null ? self : after;
            gained(first.position(), self.position(), neighbors.successor());
        } else if (before == null && after != null) {
            lost(self.position(), after.position(), after);
        } else if (before != null && after == null) {
            gained(self.position(), before.position(), before);
        } else if (before != null && !before.id().equals(after.id())) {
            moved(before, after);
        }
        List<String> sites = neighbors.replicaSites();
        if (!sites.equals(replicaSites)) {
            replicaSites = sites;
            context.command(new PeerCommand.ReplicaSites(sites));
        }
    }

    private void moved(PeerInfo before, PeerInfo after) {
        if (after.position().isBetween(before.position(), context.self().position())) {
            lost(before.position(), after.position(), after);
        } else {
            gained(after.position(), before.position(), before);
        }
    }

    private void gained(Position after, Position last, PeerInfo from) {
        pending.gained(after, last, from);
        context.command(new PeerCommand.RangeGained(after, last, from));
    }

    private void lost(Position after, Position last, PeerInfo to) {
        pending.lost(after, last);
        context.command(new PeerCommand.RangeLost(after, last, to));
    }
}
