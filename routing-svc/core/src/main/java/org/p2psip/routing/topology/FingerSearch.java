package org.p2psip.routing.topology;

import java.util.List;
import org.p2psip.routing.forward.Router;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.FingerTable;
import org.p2psip.routing.table.NeighborTable;

/**
 * Fills the finger table: after joining each empty place once, in a row; then now and then one of those that are empty,
 * the far ones rather than the near ones (RFC 6940 section 10.7.4.2, alternative 1). A Ping finds out who is there; only
 * a peer that has a place is attached to.
 */
public final class FingerSearch {
    /** Between the searches of the first round. */
    private static final int FILL_MS = 100;
    /** A search that is lost is no harm. */
    private static final int TRANSMISSIONS = 1;

    private final PeerContext context;
    private final Router router;
    private final NeighborTable neighbors;
    private final FingerTable fingers;
    private final Attaching attaching;
    private int filled;
    private long due = Long.MAX_VALUE;

    public FingerSearch(
            PeerContext context, Router router, NeighborTable neighbors, FingerTable fingers, Attaching attaching) {
        this.context = context;
        this.router = router;
        this.neighbors = neighbors;
        this.fingers = fingers;
        this.attaching = attaching;
    }

    /** This peer is in the ring. */
    public void start() {
        filled = 0;
        due = context.now() + FILL_MS;
    }

    /** This peer is not in the ring any more. */
    public void stop() {
        due = Long.MAX_VALUE;
    }

    /** A finger is lost: it is searched for soon. */
    public void lost() {
        if (due != Long.MAX_VALUE) {
            due = Math.min(due, context.now() + context.random().nextInt(1, 10 * FILL_MS));
        }
    }

    /** When {@link #advance} is to be called. */
    public long due() {
        return due;
    }

    /** Searches for one finger. */
    public void advance() {
        if (context.now() < due) {
            return;
        }
        int last = lastNumber();
        boolean searched = false;
        while (filled < last && !searched) {
            filled++;
            searched = search(filled, fingers.start(filled));
        }
        if (filled < last) {
            due = context.now() + FILL_MS;
            return;
        }
        due = context.jittered(context.config().fingerIntervalMs());
        for (int number = 1; number <= last && !searched; number++) {
            searched = context.random().nextBoolean() && search(number, fingers.anyIn(number, context.random()));
        }
    }

    /** Places beyond the last successor; what is nearer is among the neighbors anyway. */
    private int lastNumber() {
        return neighbors.lastSuccessor() == null
                ? 0
                : Math.min(
                        fingers.size(),
                        fingers.numberOf(neighbors.lastSuccessor().position()));
    }

    private boolean search(int number, Position position) {
        if (fingers.get(number) != null || neighbors.ownerOf(position) != null) {
            return false;
        }
        router.transactions().ask(List.of(new ResourceId(position)), Contents.Ping.INSTANCE, TRANSMISSIONS, answer -> {
            if (answer instanceof Contents.PingAnswer found && fingers.wants(found.from())) {
                attaching.attach(found.from(), null);
            }
        });
        return true;
    }
}
