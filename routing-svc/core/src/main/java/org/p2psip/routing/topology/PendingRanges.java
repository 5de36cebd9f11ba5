package org.p2psip.routing.topology;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/**
 * Ranges that this peer is responsible for, but whose records its site does not have yet: they come from the site that was
 * responsible before, which serves them until then.
 */
public final class PendingRanges {
    private final PeerInfo self;
    private final List<Pending> pending = new ArrayList<>(0);

    private record Pending(Position after, Position last, PeerInfo from) {}

    public PendingRanges(PeerInfo self) {
        this.self = self;
    }

    /** A range was gained from a peer; of the own site there is nothing to bring. */
    void gained(Position after, Position last, PeerInfo from) {
        if (from != null && !from.site().equals(self.site())) {
            pending.add(new Pending(after, last, from));
        }
    }

    /** A range was lost, and what was to be brought of it with it. */
    void lost(Position after, Position last) {
        for (int i = pending.size() - 1; i >= 0; i--) {
            Pending range = pending.get(i);
            if (range.last.isBetween(after, last)) {
                pending.remove(i);
            } else if (last.isBetween(range.after, range.last)) {
                pending.set(i, new Pending(last, range.last, range.from));
            }
        }
    }

    /** The own site has the records of a range, or nobody has them any more. */
    public void taken(Position last) {
        pending.removeIf(range -> range.last.equals(last));
    }

    /** Nothing is to be brought any more. */
    public void clear() {
        pending.clear();
    }

    public boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Who was responsible for a position whose records are still to be brought; null when they need not. */
    public PeerInfo sourceOf(Position key) {
        for (int i = 0; i < pending.size(); i++) {
            Pending range = pending.get(i);
            if (key.isBetween(range.after, range.last)) {
                return range.from;
            }
        }
        return null;
    }

    /** Behind which position up to this peer the own site has all records; null when that is the predecessor. */
    public Position servedAfter() {
        Position nearest = null;
        for (int i = 0; i < pending.size(); i++) {
            Position last = pending.get(i).last;
            if (nearest == null
                    || last.distanceTo(self.position()).compareTo(nearest.distanceTo(self.position())) < 0) {
                nearest = last;
            }
        }
        return nearest;
    }
}
