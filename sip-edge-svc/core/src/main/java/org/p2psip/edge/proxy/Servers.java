package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.transaction.Hop;

/** The servers of one target that are not tried yet, and what is remembered of one that failed (RFC 3263 4.3). */
final class Servers {
    private final ServerLocator locator;
    private final List<Hop> untried = new ArrayList<>(1);
    private boolean several;
    private boolean large;

    Servers(ServerLocator locator) {
        this.locator = locator;
    }

    /** What was found, in the order in which they are tried. */
    void found(List<Hop> hops) {
        untried.addAll(hops);
        several = hops.size() > 1;
    }

    boolean isEmpty() {
        return untried.isEmpty();
    }

    /** Whether there were others beside the one that is tried. */
    boolean wereSeveral() {
        return several;
    }

    /** The one to try now. */
    Hop next() {
        return untried.removeFirst();
    }

    /** That one is to be tried once more. */
    void again(Hop hop) {
        untried.addFirst(hop);
    }

    /** The message is too large for a datagram: those that are found next take it over TCP where they can. */
    void forgetForLarge() {
        large = true;
        untried.clear();
    }

    /** Whether they were found for a message that is too large for a datagram. */
    boolean areForLarge() {
        return large;
    }

    /**
     * Where there is but one server, to know that it failed would help nobody.
     *
     * @param retryAfterNanos how long it asked to be left alone; 0 when it did not say
     */
    void failed(Hop hop, long retryAfterNanos) {
        if (!several) {
            return;
        }
        boolean onlyForSize = large
                && hop.transport().isReliable()
                && !untried.isEmpty()
                && untried.getFirst().address().equals(hop.address());
        if (onlyForSize) {
            locator.datagramOnly(hop);
        } else if (retryAfterNanos > 0) {
            locator.failed(hop, retryAfterNanos);
        } else {
            locator.failed(hop);
        }
    }
}
