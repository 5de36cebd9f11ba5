package org.p2psip.storage.service.message;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.read.KindQuery;
import org.p2psip.storage.service.admission.KeptSignature;
import org.p2psip.storage.write.Clear;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;

/** Requests of the contracts as types of the core. */
public final class RequestMapping {
    private static final long ARRAY_INDEX_MASK = 0xFFFFFFFFL;

    private RequestMapping() {}

    /** What a request is about; each side checked, and both together. */
    public static Resource.Checked resource(org.p2psip.proto.v1.Resource resource) {
        return Resource.check(resource.getName(), octets(resource.getResourceId()));
    }

    /** The writes of a Store, for the rules to check; {@code kinds} tell what their keys are. */
    public static List<KindWrite> writes(StoreRequest request, Resource resource, KindCatalog kinds) {
        List<KindWrite> writes = new ArrayList<>(request.getKindsCount());
        for (var kind : request.getKindsList()) {
            List<ValueWrite> values = new ArrayList<>(kind.getEntriesCount());
            Optional<DataModel> model = kinds.find(kind.getKind()).map(KindDefinition::model);
            for (StoredEntry entry : kind.getEntriesList()) {
                values.add(value(entry, model));
            }
            Optional<Clear> clear = kind.getClear()
                    ? Optional.of(new Clear(kind.hasClearOrder() ? order(kind.getClearOrder()) : WriteOrder.NONE, 0))
                    : Optional.empty();
            writes.add(new KindWrite(
                    kind.getKind(),
                    resource.name(),
                    kind.getGeneration(),
                    values,
                    clear,
                    request.getReplicaNumber() != 0));
        }
        return writes;
    }

    /** A Remove as a write: tombstones for the keys, or a clearing without keys. */
    public static KindWrite removal(RemoveRequest request, Resource resource) {
        WriteOrder order = request.hasOrder() ? order(request.getOrder()) : WriteOrder.NONE;
        List<ValueWrite> values = request.getDictionaryKeysList().stream()
                .map(key ->
                        ValueWrite.removal(new EntryKey.DictionaryKey(octets(key)), request.getStorageTimeMs(), order))
                .toList();
        Optional<Clear> clear =
                values.isEmpty() ? Optional.of(new Clear(order, request.getStorageTimeMs())) : Optional.empty();
        return new KindWrite(request.getKind(), resource.name(), 0, values, clear, false);
    }

    /** What a Fetch or Stat asks of a kind. */
    public static KindQuery query(org.p2psip.proto.v1.KindQuery query) {
        Set<EntryKey.DictionaryKey> keys = new HashSet<>();
        query.getDictionaryKeysList().forEach(key -> keys.add(new EntryKey.DictionaryKey(octets(key))));
        long last = Integer.toUnsignedLong(query.getArrayLast());
        return new KindQuery(
                query.getKind(),
                keys,
                Integer.toUnsignedLong(query.getArrayFirst()),
                last == 0 ? ARRAY_INDEX_MASK : last,
                query.getKnownGeneration());
    }

    public static Octets octets(ByteString bytes) {
        return Octets.wrap(bytes.toByteArray());
    }

    private static ValueWrite value(StoredEntry entry, Optional<DataModel> model) {
        return new ValueWrite(
                key(entry, model),
                entry.getExists(),
                octets(entry.getValue()),
                entry.getStorageTimeMs(),
                entry.getLifetimeS(),
                entry.hasOrder() ? order(entry.getOrder()) : WriteOrder.NONE,
                entry.hasSignature() ? KeptSignature.of(entry.getSignature()) : Octets.EMPTY);
    }

    private static EntryKey key(StoredEntry entry, Optional<DataModel> model) {
        // A key in a kind that has none is kept here, for the rules to refuse it by name.
        if (!entry.getDictionaryKey().isEmpty() || model.equals(Optional.of(DataModel.DICTIONARY))) {
            return new EntryKey.DictionaryKey(octets(entry.getDictionaryKey()));
        }
        if (entry.getArrayIndex() != 0 || model.equals(Optional.of(DataModel.ARRAY))) {
            return new EntryKey.ArrayIndex(Integer.toUnsignedLong(entry.getArrayIndex()));
        }
        return EntryKey.SINGLE;
    }

    private static WriteOrder order(org.p2psip.proto.v1.WriteOrder order) {
        return new WriteOrder(order.getScope(), order.getSequence());
    }
}
