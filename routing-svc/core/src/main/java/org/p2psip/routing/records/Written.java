package org.p2psip.routing.records;

import java.util.Set;
import java.util.TreeSet;

/**
 * What was written of a resource since its replicas were made.
 *
 * @param kinds Kind-IDs
 * @param deletes whether something was deleted: that has to be said to the replicas too
 * @param attempts to bring it there, so far
 */
public record Written(Set<Integer> kinds, boolean deletes, int attempts) {
    /** A write that was done just now. */
    public Written(Set<Integer> kinds, boolean deletes) {
        this(kinds, deletes, 0);
    }

    /** Both together, tried as often as the newer one. */
    Written and(Written newer) {
        Set<Integer> both = new TreeSet<>(kinds);
        both.addAll(newer.kinds);
        return new Written(both, deletes || newer.deletes, newer.attempts);
    }

    Written again() {
        return new Written(kinds, deletes, attempts + 1);
    }
}
