package org.p2psip.bench.overlay.site;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.p2psip.routing.ring.Position;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteLimits;
import org.p2psip.storage.write.WriteResult;

/** The store of one site, in memory: one value for each resource, by the rules that storage decides by. */
final class SiteStore {
    private static final int KIND = KindCatalog.EDGE_REGISTRATION;
    private static final EntryKey KEY = new EntryKey.DictionaryKey(Octets.copyOf(new byte[] {'k'}));
    private static final StoredValueRules RULES = new StoredValueRules(KindCatalog.STANDARD, WriteLimits.DEFAULT);

    private final TreeMap<Position, StoredKind> records = new TreeMap<>();

    /** What a client wants written. @param number tells values apart @param lifetimeS 0 removes */
    static KindWrite write(long number, int lifetimeS, long storageTimeMs) {
        boolean exists = lifetimeS > 0;
        Octets value = exists
                ? Octets.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array())
                : Octets.EMPTY;
        return kindWrite(
                0,
                List.of(new ValueWrite(KEY, exists, value, storageTimeMs, lifetimeS, WriteOrder.NONE, Octets.EMPTY)),
                false);
    }

    /** What another site's store has, as a write of a replica (RFC 6940 section 7.4.1.1). */
    static KindWrite replica(StoredKind state) {
        List<ValueWrite> values = state.values().stream()
                .map(value -> new ValueWrite(
                        value.key(),
                        value.exists(),
                        value.value(),
                        value.storageTimeMs(),
                        value.lifetimeS(),
                        value.order(),
                        value.signature()))
                .toList();
        return kindWrite(state.generation(), values, true);
    }

    private static KindWrite kindWrite(long generation, List<ValueWrite> values, boolean replica) {
        return new KindWrite(KIND, "", generation, values, Optional.empty(), replica);
    }

    /** Whether the write was taken. */
    boolean write(Position key, KindWrite write, long nowMs) {
        if (!(RULES.decide(records.get(key), write, nowMs) instanceof WriteResult.Accepted accepted)) {
            return false;
        }
        records.put(key, accepted.state());
        return true;
    }

    /** The number of the value that readers see; null when there is none. */
    Long read(Position key, long nowMs) {
        StoredKind state = records.get(key);
        List<StoredValue> live = state == null ? List.of() : state.live(nowMs);
        return live.isEmpty()
                ? null
                : ByteBuffer.wrap(live.getFirst().value().toByteArray()).getLong();
    }

    /** All there is of a resource, removals too; null when that is nothing. */
    StoredKind get(Position key) {
        return records.get(key);
    }

    /** The resources of a range, both ends inclusive. */
    List<Position> scan(Position first, Position last) {
        if (first.compareTo(last) <= 0) {
            return List.copyOf(records.subMap(first, true, last, true).keySet());
        }
        List<Position> around = new ArrayList<>(records.tailMap(first, true).keySet());
        around.addAll(records.headMap(last, true).keySet());
        return around;
    }

    /** What tells a resource's state apart from another's; empty when nothing of it counts any more. */
    byte[] digest(Position key, long nowMs) {
        StoredValue value = records.get(key).values().getFirst();
        boolean counts = value.exists()
                ? value.isLive(nowMs)
                : value.storageTimeMs() + WriteLimits.DEFAULT.minTombstoneMs() > nowMs;
        return counts
                ? ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(value.storageTimeMs())
                        .putLong(value.value().hashCode())
                        .array()
                : new byte[0];
    }
}
