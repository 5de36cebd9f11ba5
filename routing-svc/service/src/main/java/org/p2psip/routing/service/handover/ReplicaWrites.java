package org.p2psip.routing.service.handover;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;

/** What a store has of a resource, as writes that another store takes as they are (RFC 6940 section 7.4.1.1). */
final class ReplicaWrites {
    /** Entries of one write, as the contract allows. */
    private static final int ENTRIES_LIMIT = 64;
    /** Longest lifetime that the contract allows, seconds. */
    private static final long LIFETIME_LIMIT_S = 31_536_000;

    private static final long SECOND_MS = 1_000;

    private ReplicaWrites() {}

    /**
     * The writes, none when there is nothing to write.
     *
     * @param nowMs since 1970, of the store that the states come from
     */
    static List<StoreRequest> of(Resource resource, List<KindState> kinds, int replicaNumber, long nowMs) {
        List<StoreRequest> writes = new ArrayList<>();
        StoreRequest.Builder first = request(resource, replicaNumber);
        for (KindState kind : kinds) {
            List<StoredEntry> entries = kind.getEntriesList();
            for (int from = 0; from < entries.size(); from += ENTRIES_LIMIT) {
                KindWrite.Builder write =
                        KindWrite.newBuilder().setKind(kind.getKind()).setGeneration(kind.getGeneration());
                for (StoredEntry entry : entries.subList(from, Math.min(from + ENTRIES_LIMIT, entries.size()))) {
                    write.addEntries(entry.toBuilder().setLifetimeS(lifetime(entry, nowMs)));
                }
                if (from == 0) {
                    first.addKinds(write);
                } else {
                    writes.add(request(resource, replicaNumber).addKinds(write).build());
                }
            }
        }
        if (first.getKindsCount() > 0) {
            writes.addFirst(first.build());
        }
        return writes;
    }

    private static StoreRequest.Builder request(Resource resource, int replicaNumber) {
        return StoreRequest.newBuilder().setResource(resource).setReplicaNumber(replicaNumber);
    }

    /**
     * A read tells what remains from now; a write tells it from when the value was made. What has expired, and is brought
     * so that no older one comes back, must not live again for the rest of a second.
     */
    private static int lifetime(StoredEntry entry, long nowMs) {
        if (entry.getExists() && entry.getLifetimeS() == 0) {
            return (int) Math.clamp((nowMs - entry.getStorageTimeMs()) / SECOND_MS, 1, LIFETIME_LIMIT_S);
        }
        long age = Math.max(0, nowMs - entry.getStorageTimeMs() + SECOND_MS - 1) / SECOND_MS;
        return (int) Math.clamp(entry.getLifetimeS() + age, 0, LIFETIME_LIMIT_S);
    }
}
