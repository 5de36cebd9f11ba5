package org.p2psip.routing.service;

import com.google.protobuf.ByteString;
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

/** Records in memory, as far as routing can see them: values by key, and a generation. */
final class FakeRecords {
    private final Map<Key, Kind> kinds = new ConcurrentHashMap<>();

    private record Key(Resource resource, int kind) {}

    private static final class Kind {
        private final Map<String, StoredEntry> entries = new TreeMap<>();
        private long generation;

        private synchronized KindState write(KindWrite write) {
            if (write.getClear()) {
                entries.clear();
            }
            for (StoredEntry entry : write.getEntriesList()) {
                String key = entry.getDictionaryKey().toStringUtf8();
                if (entry.getExists()) {
                    entries.put(key, entry);
                } else {
                    entries.remove(key);
                }
            }
            generation++;
            return state(write.getKind(), List.of());
        }

        private synchronized int removeAll() {
            int removed = entries.size();
            entries.clear();
            generation++;
            return removed;
        }

        private synchronized KindState state(int kind, List<ByteString> keys) {
            List<StoredEntry> wanted = new ArrayList<>();
            for (StoredEntry entry : entries.values()) {
                if (keys.isEmpty() || keys.contains(entry.getDictionaryKey())) {
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
            KindState state = kind(request.getResource(), write.getKind()).write(write);
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
            response.addKinds(
                    kind(request.getResource(), query.getKind()).state(query.getKind(), query.getDictionaryKeysList()));
        }
        return response.build();
    }

    RemoveResponse remove(RemoveRequest request) {
        return RemoveResponse.newBuilder()
                .setRemoved(kind(request.getResource(), request.getKind()).removeAll())
                .build();
    }

    List<ScannedResource> scan(ScanRequest request) {
        List<ScannedResource> found = new ArrayList<>();
        kinds.forEach((key, kind) -> {
            KindState state = kind.state(key.kind(), List.of());
            boolean wanted =
                    request.getKindsCount() == 0 || request.getKindsList().contains(key.kind());
            if (wanted && isWithin(key.resource().getResourceId(), request) && state.getEntriesCount() > 0) {
                found.add(ScannedResource.newBuilder()
                        .setResource(key.resource())
                        .addKinds(state)
                        .build());
            }
        });
        return found;
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
