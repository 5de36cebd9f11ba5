package org.p2psip.edge.entry;

import java.util.Optional;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionTable;

/**
 * Whether the edge takes more work. It is asked as a request comes in, before anything else is done for it, and again
 * before it gets a transaction.
 */
final class Admission {
    private final TransactionTable table;
    private final Protection protection;
    private boolean draining;

    Admission(TransactionTable table, Protection protection) {
        this.table = table;
        this.protection = protection;
    }

    /** From now on only requests inside known dialogs are served. */
    void drain() {
        draining = true;
    }

    /**
     * Whether the edge looks into a request at all. What it does not is answered 503, or not answered. Requests in known
     * dialogs always are: they cost little, and calls have to end.
     */
    boolean isHeard(RoutedRequest routed) {
        return routed.isInKnownDialog() || isHeard(routed.request());
    }

    /** The same for what is in no dialog. */
    boolean isHeard(IncomingRequest request) {
        Protection.Verdict verdict = protection.judge(request.flow(), request.message());
        if (verdict == Protection.Verdict.REFUSED) {
            request.turnAway();
        }
        return verdict == Protection.Verdict.ADMITTED;
    }

    /** What a request is refused for that belongs to no transaction yet; empty when it may go on. */
    Optional<EdgeCounter> refuses(RoutedRequest routed) {
        return draining && !routed.isInKnownDialog() ? Optional.of(EdgeCounter.REFUSED_DRAINING) : Optional.empty();
    }

    /** What a request is refused for that needs a transaction; empty when there is room. */
    Optional<EdgeCounter> refusesTransaction(RoutedRequest routed) {
        return table.hasRoom(routed.isInKnownDialog()) ? Optional.empty() : Optional.of(EdgeCounter.LIMIT_TRANSACTIONS);
    }
}
