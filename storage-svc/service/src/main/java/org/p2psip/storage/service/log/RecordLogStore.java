package org.p2psip.storage.service.log;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import java.io.IOException;
import java.util.EnumSet;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
 * Keeps Infinispan's entries in a {@link RecordLog}: keys of 20 bytes, values of bytes, with a lifespan. What is not
 * there, and what is written without waiting for the disk, is answered at once and on the thread that asks.
 */
public final class RecordLogStore implements NonBlockingStore<Object, Object> {
    private static final int FILE_BYTES = 64 << 20;

    private MarshallableEntryFactory<Object, Object> entries;
    private BlockingManager blocking;
    private TimeService time;
    private RecordLog log;

    @Override
    public CompletionStage<Void> start(InitializationContext context) {
        RecordLogConfiguration configuration = context.getConfiguration();
        entries = context.getMarshallableEntryFactory();
        blocking = context.getBlockingManager();
        time = context.getTimeService();
        RecordLog.Options options = new RecordLog.Options(
                configuration.sync(), FILE_BYTES, context.getNonBlockingExecutor(), configuration.damaged());
        return blocking.runBlocking(
                () -> {
                    try {
                        log = RecordLog.open(configuration.directory(), options, time.wallClockTime());
                    } catch (IOException e) {
                        throw new PersistenceException(e);
                    }
                },
                "record-log-open");
    }

    @Override
    public CompletionStage<Void> stop() {
        return blocking.runBlocking(
                () -> {
                    try {
                        log.close();
                    } catch (IOException e) {
                        throw new PersistenceException(e);
                    }
                },
                "record-log-close");
    }

    @Override
    public Set<Characteristic> characteristics() {
        return EnumSet.of(Characteristic.BULK_READ, Characteristic.SEGMENTABLE, Characteristic.EXPIRATION);
    }

    @Override
    public CompletionStage<MarshallableEntry<Object, Object>> load(int segment, Object key) {
        LogKey logKey = logKey(key);
        LogEntry unwritten = log.unwritten(logKey);
        if (unwritten != null) {
            return CompletableFuture.completedFuture(entry(key, unwritten));
        }
        return log.isWritten(logKey)
                ? blocking.supplyBlocking(() -> read(key, logKey), "record-log-read")
                : CompletableFutures.completedNull();
    }

    @Override
    public CompletionStage<Void> write(int segment, MarshallableEntry<?, ?> entry) {
        Metadata metadata = entry.getMetadata();
        return log.append(new LogEntry(
                logKey(entry.getKey()),
                entry.created(),
                metadata == null ? -1 : metadata.lifespan(),
                bytes(entry.getValue())));
    }

    @Override
    public CompletionStage<Boolean> delete(int segment, Object key) {
        LogKey logKey = logKey(key);
        LogEntry unwritten = log.unwritten(logKey);
        if (unwritten == null && log.forgetExpired(logKey, time.wallClockTime())) {
            return CompletableFutures.completedTrue();
        }
        boolean isThere = unwritten == null ? log.isWritten(logKey) : !unwritten.isRemoval();
        return isThere
                ? log.append(LogEntry.removal(logKey)).thenApply(written -> true)
                : CompletableFutures.completedFalse();
    }

    @Override
    public CompletionStage<Void> addSegments(IntSet segments) {
        return CompletableFutures.completedNull();
    }

    @Override
    public CompletionStage<Void> removeSegments(IntSet segments) {
        CompletionStage<Void> last = CompletableFutures.completedNull();
        for (PrimitiveIterator.OfInt each = segments.iterator(); each.hasNext(); ) {
            for (LogKey key : log.keys(each.nextInt())) {
                last = log.append(LogEntry.removal(key));
            }
        }
        return last;
    }

    @Override
    public CompletionStage<Void> clear() {
        return removeSegments(IntSets.immutableRangeSet(LogKey.SEGMENTS));
    }

    @Override
    public CompletionStage<Long> size(IntSet segments) {
        return approximateSize(segments);
    }

    @Override
    public CompletionStage<Long> approximateSize(IntSet segments) {
        long size = 0;
        for (PrimitiveIterator.OfInt each = segments.iterator(); each.hasNext(); ) {
            size += log.size(each.nextInt());
        }
        return CompletableFuture.completedFuture(size);
    }

    @Override
    public Publisher<Object> publishKeys(IntSet segments, Predicate<? super Object> filter) {
        return keys(segments).filter(key -> filter == null || filter.test(key));
    }

    @Override
    public Publisher<MarshallableEntry<Object, Object>> publishEntries(
            IntSet segments, Predicate<? super Object> filter, boolean includeValues) {
        Flowable<Object> keys = keys(segments).filter(key -> filter == null || filter.test(key));
        return includeValues
                ? blocking.blockingPublisher(
                        keys.concatMapMaybe(key -> Maybe.fromCallable(() -> readNow(key, logKey(key)))))
                : keys.map(entries::create);
    }

    /** With their values and lifespans: Infinispan removes only what has these, and no write that came meanwhile. */
    @Override
    public Publisher<MarshallableEntry<Object, Object>> purgeExpired() {
        long now = time.wallClockTime();
        return Flowable.range(0, LogKey.SEGMENTS)
                .concatMapIterable(segment -> log.expired(segment, now))
                .concatMapMaybe(key -> Maybe.fromCallable(() -> purge(key, now)));
    }

    /** Null when it did not expire after all. */
    private MarshallableEntry<Object, Object> purge(LogKey key, long nowMs) throws IOException {
        LogEntry written = log.unwritten(key) == null ? log.read(key) : null;
        return written != null && log.forgetExpired(key, nowMs)
                ? infinispanEntry(new WrappedByteArray(key.toBytes()), written)
                : null;
    }

    private Flowable<Object> keys(IntSet segments) {
        return Flowable.fromIterable(segments)
                .concatMapIterable(log::keys)
                .map(key -> new WrappedByteArray(key.toBytes()));
    }

    private MarshallableEntry<Object, Object> readNow(Object key, LogKey logKey) {
        LogEntry unwritten = log.unwritten(logKey);
        return unwritten == null ? read(key, logKey) : entry(key, unwritten);
    }

    private MarshallableEntry<Object, Object> read(Object key, LogKey logKey) {
        try {
            LogEntry written = log.read(logKey);
            return written == null ? null : entry(key, written);
        } catch (IOException e) {
            throw new PersistenceException(e);
        }
    }

    /** Null when it is a removal, or expired. */
    private MarshallableEntry<Object, Object> entry(Object key, LogEntry entry) {
        return entry.isRemoval() || entry.expiryMs() <= time.wallClockTime() ? null : infinispanEntry(key, entry);
    }

    private MarshallableEntry<Object, Object> infinispanEntry(Object key, LogEntry entry) {
        Metadata metadata = entry.lifespanMs() < 0
                ? null
                : new EmbeddedMetadata.Builder()
                        .lifespan(entry.lifespanMs(), TimeUnit.MILLISECONDS)
                        .build();
        return entries.create(key, new WrappedByteArray(entry.value()), metadata, null, entry.createdMs(), -1);
    }

    private static LogKey logKey(Object key) {
        return LogKey.of(bytes(key));
    }

    private static byte[] bytes(Object object) {
        return switch (object) {
            case WrappedByteArray wrapped -> wrapped.getBytes();
            case byte[] bytes -> bytes;
            default -> throw new IllegalArgumentException("Neither key nor value of a record: " + object.getClass());
        };
    }
}
