package org.p2psip.routing.service.handover;

import java.util.Set;
import java.util.TreeSet;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StoredEntry;

/**
 * What was written of a resource since its replicas were made.
 *
 * @param kinds Kind-IDs
 * @param deletes whether something was deleted: that has to be said to the replicas too
 * @param attempts to bring it there, so far
 */
record Written(Set<Integer> kinds, boolean deletes, int attempts) {
    static Written of(StorageOperation.Builder operation) {
        if (operation.hasRemove()) {
            return new Written(Set.of(operation.getRemove().getKind()), true, 0);
        }
        Set<Integer> kinds = new TreeSet<>();
        boolean deletes = false;
        for (KindWrite write : operation.getStore().getKindsList()) {
            kinds.add(write.getKind());
            deletes |= write.getClear();
            for (StoredEntry entry : write.getEntriesList()) {
                deletes |= !entry.getExists();
            }
        }
        return new Written(kinds, deletes, 0);
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
