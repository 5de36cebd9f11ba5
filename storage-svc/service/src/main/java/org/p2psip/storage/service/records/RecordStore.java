package org.p2psip.storage.service.records;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.util.IntSets;
import org.infinispan.context.Flag;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.partitionhandling.AvailabilityException;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.WriteResult;

/**
 * The records of this site. Nothing here blocks but {@link #keysOf} and {@link #visit}; a stage that fails means that the store cannot
 * serve now (the disk failed, or it is stopping).
 */
public class RecordStore {
    private final StepContext context;
    private final Gate gate;
    private final Clock clock;
    private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> serving = new CompletableFuture<>();
    /** Null while no cache is open. */
    private volatile Opened opened;

    /** A cache, and the steps at owners of its records. */
    private record Opened(AdvancedCache<byte[], byte[]> cache, ReadWriteMap<byte[], byte[]> steps) {}

    RecordStore(StepContext context, Gate gate, Clock clock) {
        this.context = context;
        this.gate = gate;
        this.clock = clock;
        if (gate == Gate.OPEN) {
            serving.complete(null);
        }
    }

    /** From now on of a cache, or of none. */
    void use(AdvancedCache<byte[], byte[]> cache, ReadWriteMap<byte[], byte[]> steps) {
        opened = cache == null ? null : new Opened(cache, steps);
    }

    /** Completes when requests are served for the first time. */
    public CompletionStage<Void> serving() {
        return serving;
    }

    /** Requests are served now. */
    public void served() {
        serving.complete(null);
    }

    /** The kinds that are stored here. */
    public KindCatalog kinds() {
        return context.rules().kinds();
    }

    /** What is wrong with a write whatever is stored; empty when it may be tried. */
    public Optional<WriteResult.Refused> check(KindWrite write) {
        return context.rules().check(write);
    }

    /** Decides a write in one atomic step. Completes when it is as durable as configured. */
    public CompletionStage<WriteResult> write(ResourceId resource, KindWrite write) {
        NotServing refusal = gate.refusesWrites();
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        RecordKey key = new RecordKey(resource, write.kind());
        return step(key, new RecordChange.Write(write)).handle((result, failure) -> {
            if (failure != null) {
                throw failed(failure);
            }
            // It may hold at members that are cut off, of which the others know nothing
            NotServing meanwhile = gate.refusesWrites();
            if (meanwhile != null) {
                throw meanwhile;
            }
            if (result instanceof WriteResult.Accepted accepted && accepted.changed()) {
                listeners.forEach(listener -> listener.committed(key, accepted.state()));
            }
            return result;
        });
    }

    /** Brings in what was found elsewhere: the newest of both stays. Also while requests are not served. */
    public CompletionStage<WriteResult> merge(RecordKey key, StoredKind earlier) {
        return step(key, new RecordChange.Merge(earlier));
    }

    private CompletionStage<WriteResult> step(RecordKey key, RecordChange change) {
        Opened open = opened;
        return open == null
                ? CompletableFuture.failedFuture(new NotServing("The records are not open"))
                : open.steps().eval(key.toBytes(), new RecordStep(context, change, clock.millis()));
    }

    private static RuntimeException failed(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof AvailabilityException
                ? new NotServing("The members that have this record are not reached")
                : new CompletionException(cause);
    }

    /** Tells of each change from now on, on the thread that completes the write. */
    public void onCommit(CommitListener listener) {
        listeners.add(listener);
    }

    /** The state of a kind, empty when nothing of it is remembered. */
    public CompletionStage<Optional<StoredKind>> read(RecordKey key) {
        NotServing refusal = gate.refusesReads();
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        return bytes(key).handle((bytes, failure) -> {
            if (failure != null) {
                throw failed(failure);
            }
            return Optional.ofNullable(bytes).flatMap(context.kept()::read);
        });
    }

    /** What bytes of a record say; empty when they are damaged. */
    Optional<StoredKind> decode(byte[] bytes) {
        return context.kept().read(bytes);
    }

    /** As they are stored, also while requests are not served; null when nothing is. */
    CompletionStage<byte[]> bytes(RecordKey key) {
        Opened open = opened;
        return open == null
                ? CompletableFuture.failedFuture(new NotServing("The records are not open"))
                : open.cache().getAsync(key.toBytes());
    }

    /**
     * Keys of one 256th of the ring: those whose Resource-IDs start with a byte, whatever members have them. Blocks.
     *
     * @param segment 0 to 255
     * @throws NotServing when requests are not served now
     */
    public List<RecordKey> keysOf(int segment) {
        List<RecordKey> keys = new ArrayList<>();
        try (var stream = readable().keySet().stream().filterKeySegments(IntSets.immutableSet(segment))) {
            for (Iterator<byte[]> each = stream.iterator(); each.hasNext(); ) {
                keys.add(RecordKey.of(each.next()));
            }
        } catch (AvailabilityException e) {
            throw failed(e);
        }
        return keys;
    }

    /**
     * Shows all records of one 256th of the ring that this member decides about, without keeping them in memory. Blocks
     * while the disk is read.
     *
     * @param segment 0 to 255
     */
    public void visit(int segment, BiConsumer<RecordKey, StoredKind> visitor) {
        AdvancedCache<byte[], byte[]> cache = readable();
        if (!context.ownership().decides(segment)) {
            return;
        }
        try (var stream = cache.withFlags(Flag.CACHE_MODE_LOCAL).entrySet().stream()
                .filterKeySegments(IntSets.immutableSet(segment))) {
            for (var each = stream.iterator(); each.hasNext(); ) {
                Map.Entry<byte[], byte[]> entry = each.next();
                context.kept()
                        .read(entry.getValue())
                        .ifPresent(state -> visitor.accept(RecordKey.of(entry.getKey()), state));
            }
        }
    }

    private AdvancedCache<byte[], byte[]> readable() {
        Opened open = opened;
        NotServing refusal = gate.refusesReads();
        if (refusal != null) {
            throw refusal;
        }
        if (open == null) {
            throw new NotServing("The records are not open");
        }
        return open.cache();
    }

    /** How many records this member has, approximately. */
    public long approximateSize() {
        Opened open = opened;
        return open == null ? 0 : open.cache().getStats().getApproximateEntries();
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
