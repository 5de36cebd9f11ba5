package org.p2psip.edge.entry;

import java.util.Optional;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.TransactionTable;

/**
 * Whether the edge takes more work. It is asked as a request comes in, before anything else is done for it, and again
 * before it gets a transaction.
 */
final class Admission {
    private final TransactionTable table;
    private boolean draining;

    Admission(TransactionTable table) {
        this.table = table;
    }

    /** From now on only requests inside known dialogs are served. */
    void drain() {
        draining = true;
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
