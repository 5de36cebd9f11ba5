package org.p2psip.storage.service.records;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.util.IntSets;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.WriteResult;

/**
 * The records of this site. Nothing here blocks but {@link #keysOf} and {@link #visit}; a stage that fails means that the store cannot
 * serve now (the disk failed, or it is stopping).
 */
public class RecordStore {
    private final AdvancedCache<byte[], byte[]> cache;
    private final ReadWriteMap<byte[], byte[]> writes;
    private final StoredValueRules rules;
    private final KeptBytes kept;
    private final Clock clock;
    private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();

    RecordStore(
            AdvancedCache<byte[], byte[]> cache,
            ReadWriteMap<byte[], byte[]> writes,
            StoredValueRules rules,
            KeptBytes kept,
            Clock clock) {
        this.cache = cache;
        this.writes = writes;
        this.rules = rules;
        this.kept = kept;
        this.clock = clock;
    }

    /** The kinds that are stored here. */
    public KindCatalog kinds() {
        return rules.kinds();
    }

    /** What is wrong with a write whatever is stored; empty when it may be tried. */
    public Optional<WriteResult.Refused> check(KindWrite write) {
        return rules.check(write);
    }

    /** Decides a write in one atomic step. Completes when it is as durable as configured. */
    public CompletionStage<WriteResult> write(ResourceId resource, KindWrite write) {
        byte[] key = new RecordKey(resource, write.kind()).toBytes();
        return writes.eval(key, new WriteStep(rules, kept, write, clock.millis()))
                .thenApply(result -> {
                    if (result instanceof WriteResult.Accepted accepted && accepted.changed()) {
                        RecordKey changed = new RecordKey(resource, write.kind());
                        listeners.forEach(listener -> listener.committed(changed, accepted.state()));
                    }
                    return result;
                });
    }

    /** Tells of each change from now on, on the thread that completes the write. */
    public void onCommit(CommitListener listener) {
        listeners.add(listener);
    }

    /** The state of a kind, empty when nothing of it is remembered. */
    public CompletionStage<Optional<StoredKind>> read(RecordKey key) {
        return cache.getAsync(key.toBytes())
                .thenApply(bytes -> Optional.ofNullable(bytes).flatMap(kept::read));
    }

    /**
     * Keys of one 256th of the ring: those whose Resource-IDs start with a byte. Blocks while the disk is read.
     *
     * @param segment 0 to 255
     */
    public List<RecordKey> keysOf(int segment) {
        List<RecordKey> keys = new ArrayList<>();
        try (var stream = cache.keySet().stream().filterKeySegments(IntSets.immutableSet(segment))) {
            for (Iterator<byte[]> each = stream.iterator(); each.hasNext(); ) {
                keys.add(RecordKey.of(each.next()));
            }
        }
        return keys;
    }

    /**
     * Shows all records of one 256th of the ring, without keeping them in memory. Blocks while the disk is read.
     *
     * @param segment 0 to 255
     */
    public void visit(int segment, BiConsumer<RecordKey, StoredKind> visitor) {
        try (var stream = cache.entrySet().stream().filterKeySegments(IntSets.immutableSet(segment))) {
            for (var each = stream.iterator(); each.hasNext(); ) {
                Map.Entry<byte[], byte[]> entry = each.next();
                kept.read(entry.getValue()).ifPresent(state -> visitor.accept(RecordKey.of(entry.getKey()), state));
            }
        }
    }

    /** How many records there are, approximately. */
    public long approximateSize() {
        return cache.getStats().getApproximateEntries();
    }

    /** Segments that a range of the ring touches, in the order of the range. */
    public static List<Integer> segmentsOf(ResourceId first, ResourceId last) {
        List<Integer> segments = new ArrayList<>();
        int from = RingPartitioner.segmentOf(first);
        int to = RingPartitioner.segmentOf(last);
        segments.add(from);
        boolean wrapsInOne = from == to && first.compareTo(last) > 0;
        for (int segment = from; segment != to || wrapsInOne; ) {
            segment = (segment + 1) % RingPartitioner.SEGMENTS;
            if (segment == from) {
                break;
            }
            segments.add(segment);
        }
        return segments;
    }
}
