package org.p2psip.routing.service;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.FetchResponse;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.RemoveResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoreResponse;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.ring.Position;

/**
 * Records in memory, as far as routing can see them: values by key and storage time, removals that are remembered, and a
 * generation.
 */
final class FakeRecords {
    private final Map<Key, Kind> kinds = new ConcurrentHashMap<>();

    private record Key(Resource resource, int kind) {}

    private static final class Kind {
        private final Map<String, StoredEntry> entries = new TreeMap<>();
        private long generation;

        private synchronized KindState write(KindWrite write, boolean replica) {
            if (write.getClear()) {
                removeAll();
            }
            for (StoredEntry entry : write.getEntriesList()) {
                String key = entry.getDictionaryKey().toStringUtf8();
                long stored = entries.containsKey(key) ? entries.get(key).getStorageTimeMs() : 0;
                if (!replica) {
                    long given = entry.getStorageTimeMs() == 0 ? System.currentTimeMillis() : entry.getStorageTimeMs();
                    entries.put(
                            key,
                            entry.toBuilder()
                                    .setStorageTimeMs(Math.max(given, stored + 1))
                                    .build());
                } else if (entry.getStorageTimeMs() > stored) {
                    entries.put(key, entry);
                }
            }
            generation = replica ? Math.max(generation, write.getGeneration()) : generation + 1;
            return state(write.getKind(), List.of(), false);
        }

        private synchronized int removeAll() {
            int[] removed = {0};
            entries.replaceAll((key, entry) -> {
                removed[0] += entry.getExists() ? 1 : 0;
                return entry.toBuilder()
                        .setExists(false)
                        .clearValue()
                        .setStorageTimeMs(Math.max(System.currentTimeMillis(), entry.getStorageTimeMs() + 1))
                        .build();
            });
            generation++;
            return removed[0];
        }

        private synchronized KindState state(int kind, List<ByteString> keys, boolean withRemoved) {
            List<StoredEntry> wanted = new ArrayList<>();
            for (StoredEntry entry : entries.values()) {
                if ((entry.getExists() || withRemoved) && (keys.isEmpty() || keys.contains(entry.getDictionaryKey()))) {
                    wanted.add(entry);
                }
            }
            return KindState.newBuilder()
                    .setKind(kind)
                    .setGeneration(generation)
                    .addAllEntries(wanted)
                    .build();
        }
    }

    StoreResponse store(StoreRequest request) {
        StoreResponse.Builder response = StoreResponse.newBuilder();
        for (KindWrite write : request.getKindsList()) {
            KindState state = kind(request.getResource(), write.getKind()).write(write, request.getReplicaNumber() > 0);
            response.addKinds(
                    request.getReturnValues()
                            ? state
                            : state.toBuilder().clearEntries().build());
        }
        return response.build();
    }

    FetchResponse fetch(FetchRequest request) {
        FetchResponse.Builder response = FetchResponse.newBuilder();
        for (KindQuery query : request.getKindsList()) {
            response.addKinds(kind(request.getResource(), query.getKind())
                    .state(query.getKind(), query.getDictionaryKeysList(), false));
        }
        return response.build();
    }

    RemoveResponse remove(RemoveRequest request) {
        return RemoveResponse.newBuilder()
                .setRemoved(kind(request.getResource(), request.getKind()).removeAll())
                .build();
    }

    /** All is lost. */
    void erase() {
        kinds.clear();
    }

    List<ScannedResource> scan(ScanRequest request) {
        List<ScannedResource> found = new ArrayList<>();
        kinds.forEach((key, kind) -> {
            KindState state = kind.state(key.kind(), List.of(), request.getWithTombstones());
            boolean wanted =
                    request.getKindsCount() == 0 || request.getKindsList().contains(key.kind());
            if (wanted && isWithin(key.resource().getResourceId(), request) && state.getEntriesCount() > 0) {
                ScannedResource.Builder scanned = ScannedResource.newBuilder().setResource(key.resource());
                found.add(
                        request.getDigestsOnly()
                                ? scanned.setDigest(digest(state))
                                        .addKinds(state.toBuilder().clearEntries())
                                        .build()
                                : scanned.addKinds(state).build());
            }
        });
        return found;
    }

    private static ByteString digest(KindState state) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (StoredEntry entry : state.getEntriesList()) {
                sha256.update(entry.toBuilder().clearLifetimeS().build().toByteArray());
            }
            return ByteString.copyFrom(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty ends are those of the whole ring. */
    private static boolean isWithin(ByteString id, ScanRequest request) {
        if (request.getFirst().isEmpty()) {
            return true;
        }
        Position first = Position.ofBytes(request.getFirst().toByteArray());
        Position last = Position.ofBytes(request.getLast().toByteArray());
        Position here = Position.ofBytes(id.toByteArray());
        return first.distanceTo(here).compareTo(first.distanceTo(last)) <= 0;
    }

    private Kind kind(Resource resource, int kind) {
        Resource byId =
                Resource.newBuilder().setResourceId(resource.getResourceId()).build();
        return kinds.computeIfAbsent(new Key(byId, kind), key -> new Kind());
    }
}
