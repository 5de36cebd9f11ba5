package org.p2psip.storage.service.disk;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.commons.time.TimeService;
import org.infinispan.commons.util.IntSet;
import org.infinispan.commons.util.IntSets;
import org.infinispan.commons.util.concurrent.CompletableFutures;
import org.infinispan.metadata.EmbeddedMetadata;
import org.infinispan.metadata.Metadata;
import org.infinispan.persistence.spi.InitializationContext;
import org.infinispan.persistence.spi.MarshallableEntry;
import org.infinispan.persistence.spi.MarshallableEntryFactory;
import org.infinispan.persistence.spi.NonBlockingStore;
import org.infinispan.persistence.spi.PersistenceException;
import org.infinispan.util.concurrent.BlockingManager;
import org.reactivestreams.Publisher;

/**
 * Keeps Infinispan's entries in a {@link RecordDatabase}: keys of up to 31 bytes of which the first is the segment, values
 * of bytes, with a lifespan.
 *
 * <p>What memory knows is answered on the thread that asks: what waits to be written, what is absent (a filter for each
 * file says so), and what is in a write buffer or in a block that was read lately. Only what is left goes to a thread
 * that may wait for the disk.
 */
public final class RecordDiskStore implements NonBlockingStore<Object, Object> {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final WriteQueue queue = new WriteQueue();
    private boolean sync;
    private Supplier<ValueOrder> order;
    private MarshallableEntryFactory<Object, Object> entries;
    private BlockingManager blocking;
    private TimeService time;
    private RecordDatabase database;
    private RecordWriter writer;

    @Override
    public CompletionStage<Void> start(InitializationContext context) {
        RecordDiskConfiguration configuration = context.getConfiguration();
        sync = configuration.sync();
        order = configuration.order();
        entries = context.getMarshallableEntryFactory();
        blocking = context.getBlockingManager();
        time = context.getTimeService();
        return blocking.runBlocking(
                () -> {
                    try {
                        database = RecordDatabase.open(
                                configuration.directory(),
                                DatabaseOptions.Choices.standard(configuration.cutDamagedWal()),
                                configuration.health());
                    } catch (IOException e) {
                        throw new PersistenceException(e);
                    }
                    writer = new RecordWriter(
                            database, queue, !sync, context.getNonBlockingExecutor(), configuration.health());
                    writer.start();
                },
                "records-open");
    }

    @Override
    public CompletionStage<Void> stop() {
        return blocking.runBlocking(
                () -> {
                    // Null when the start was refused
                    if (database != null) {
                        writer.close();
                        database.close();
                    }
                },
                "records-close");
    }

    @Override
    public Set<Characteristic> characteristics() {
        return EnumSet.of(Characteristic.BULK_READ, Characteristic.SEGMENTABLE, Characteristic.EXPIRATION);
    }

    @Override
    public CompletionStage<MarshallableEntry<Object, Object>> load(int segment, Object key) {
        return find(wrapped(key)).thenApply(found -> found == null ? null : infinispanEntry(key, found));
    }

    /** Null when there is none, or it expired. */
    private CompletionStage<StoredEntry> find(WrappedByteArray key) {
        DiskWrite.OfKey unwritten = queue.unwritten(key);
        if (unwritten != null) {
            return CompletableFuture.completedFuture(
                    unwritten instanceof DiskWrite.Put put ? unexpired(put.entry()) : null);
        }
        try {
            return switch (database.look(key.getBytes())) {
                case Lookup.Absent absent -> CompletableFutures.completedNull();
                case Lookup.Found found -> CompletableFuture.completedFuture(unexpired(found.entry()));
                case Lookup.OnDisk onDisk -> blocking.supplyBlocking(() -> read(key), "record-read");
            };
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new PersistenceException(e));
        }
    }

    private StoredEntry read(WrappedByteArray key) {
        try {
            return unexpired(database.read(key.getBytes()));
        } catch (IOException e) {
            throw new PersistenceException(e);
        }
    }

    private StoredEntry unexpired(StoredEntry entry) {
        return entry == null || entry.expiryMs() <= time.wallClockTime() ? null : entry;
    }

    @Override
    public CompletionStage<Void> write(int segment, MarshallableEntry<?, ?> entry) {
        Metadata metadata = entry.getMetadata();
        long lifespanMs = metadata == null ? -1 : metadata.lifespan();
        byte[] value = wrapped(entry.getValue()).getBytes();
        StoredEntry stored = new StoredEntry(entry.created(), lifespanMs, value);
        return add(new DiskWrite.Put(wrapped(entry.getKey()), stored, order.get()));
    }

    /** What expired is not removed here, as nobody finds it: the next purge takes it, with others. */
    @Override
    public CompletionStage<Boolean> delete(int segment, Object key) {
        return find(wrapped(key))
                .thenCompose(found -> found == null
                        ? CompletableFutures.completedFalse()
                        : add(new DiskWrite.Removal(wrapped(key))).thenApply(written -> true));
    }

    private CompletionStage<Void> add(DiskWrite write) {
        boolean answered = !sync && !queue.isFull();
        CompletableFuture<Void> written = queue.add(write, answered);
        return answered && !written.isCompletedExceptionally() ? DONE : written;
    }

    @Override
    public CompletionStage<Void> addSegments(IntSet segments) {
        return CompletableFutures.completedNull();
    }

    /** Completes when they are removed on the disk, whatever the durability: what was written before is gone then. */
    @Override
    public CompletionStage<Void> removeSegments(IntSet segments) {
        List<CompletableFuture<Void>> removals = new ArrayList<>(segments.size());
        for (PrimitiveIterator.OfInt each = segments.iterator(); each.hasNext(); ) {
            removals.add(queue.add(new DiskWrite.SegmentRemoval(each.nextInt())));
        }
        return CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletionStage<Void> clear() {
        return removeSegments(IntSets.immutableRangeSet(Segments.COUNT));
    }

    @Override
    public CompletionStage<Long> size(IntSet segments) {
        return scan(segments, found -> found).count().toCompletionStage();
    }

    /** Keys are spread evenly over the segments, since they begin with a hash. */
    @Override
    public CompletionStage<Long> approximateSize(IntSet segments) {
        try {
            return CompletableFuture.completedFuture(database.approximateSize() * segments.size() / Segments.COUNT);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new PersistenceException(e));
        }
    }

    @Override
    public Publisher<Object> publishKeys(IntSet segments, Predicate<? super Object> filter) {
        return scan(segments, found -> (Object) found.key()).filter(key -> filter == null || filter.test(key));
    }

    @Override
    public Publisher<MarshallableEntry<Object, Object>> publishEntries(
            IntSet segments, Predicate<? super Object> filter, boolean includeValues) {
        return scan(segments, found -> found)
                .filter(found -> filter == null || filter.test(found.key()))
                .map(found -> infinispanEntry(found.key(), found.stored()));
    }

    private <T> Flowable<T> scan(IntSet segments, Function<SegmentScan.Entry, T> shape) {
        Flowable<T> scanned = Flowable.fromIterable(segments)
                .concatMapIterable(segment -> () -> scanOf(segment))
                .map(shape::apply);
        return Flowable.fromPublisher(blocking.blockingPublisher(scanned));
    }

    private Iterator<SegmentScan.Entry> scanOf(int segment) {
        return new SegmentScan(database, queue, segment, time.wallClockTime());
    }

    /**
     * Tells Infinispan of none of them. It would tell the other members of each, who purge by themselves, and listeners,
     * of which there are none.
     */
    @Override
    public Publisher<MarshallableEntry<Object, Object>> purgeExpired() {
        return Completable.fromCompletionStage(blocking.runBlocking(
                        () -> {
                            try {
                                new ExpiryPurge(database, queue).run(time.wallClockTime());
                            } catch (IOException e) {
                                throw new PersistenceException(e);
                            }
                        },
                        "records-purge"))
                .toFlowable();
    }

    private MarshallableEntry<Object, Object> infinispanEntry(Object key, StoredEntry entry) {
        Metadata metadata = entry.lifespanMs() < 0
                ? null
                : new EmbeddedMetadata.Builder()
                        .lifespan(entry.lifespanMs(), TimeUnit.MILLISECONDS)
                        .build();
        return entries.create(key, new WrappedByteArray(entry.value()), metadata, null, entry.createdMs(), -1);
    }

    private static WrappedByteArray wrapped(Object object) {
        return switch (object) {
            case WrappedByteArray wrapped -> wrapped;
            case byte[] bytes -> new WrappedByteArray(bytes);
            default -> throw new IllegalArgumentException("Neither key nor value of a record: " + object.getClass());
        };
    }
}
