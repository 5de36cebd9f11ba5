package org.p2psip.storage.service.log;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * The log: entries are appended by one thread, all that wait at once, and found by an index in memory. Safe for many
 * threads; only {@link #read} and the opening wait for the disk.
 */
final class RecordLog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RecordLog.class);
    /** Times that a read looks again for an entry that was moved under its hands. */
    private static final int READ_ATTEMPTS = 5;

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final LogFiles files;
    private final LogIndex index;
    private final LogWriter writer;
    private final LogCleaner cleaner;
    private final LogQueue queue;
    private final boolean sync;
    private final Executor completions;
    /** The newest entry of each key that was not written yet. */
    private final Map<LogKey, LogQueue.Waiting> waiting = new ConcurrentHashMap<>();

    private final Thread thread = Thread.ofPlatform().name("record-log").unstarted(this::run);
    private final LongConsumer damaged;

    /**
     * How a log is written.
     *
     * @param sync        whether an entry is written only when it is on the disk; otherwise at once, and it reaches the
     *                    disk within a second
     * @param fileBytes   from which size on a file is full
     * @param completions runs what waits for entries to be written
     * @param damaged     hears how many entries were found damaged, and are lost
     */
    record Options(boolean sync, int fileBytes, Executor completions, LongConsumer damaged) {}

    private RecordLog(LogFiles files, LogIndex index, Options options) throws IOException {
        this.files = files;
        this.index = index;
        this.damaged = options.damaged();
        this.sync = options.sync();
        this.completions = options.completions();
        this.writer = new LogWriter(files, options.fileBytes());
        this.cleaner = new LogCleaner(files, index, writer, options.fileBytes(), this::lost);
        this.queue = new LogQueue(!options.sync());
    }

    /** Opens what is in a directory, which is created when it is not there. */
    static RecordLog open(Path directory, Options options, long nowMs) throws IOException {
        LogFiles files = LogFiles.open(directory);
        LogIndex index = new LogIndex();
        options.damaged().accept(new LogRecovery(files, index, nowMs).run());
        RecordLog log = new RecordLog(files, index, options);
        log.thread.start();
        return log;
    }

    /** Completes when the entry is written. Entries of one key are to be appended one after the other. */
    CompletionStage<Void> append(LogEntry entry) {
        LogQueue.Waiting appended = new LogQueue.Waiting(entry);
        waiting.put(entry.key(), appended);
        if (!queue.add(appended)) {
            waiting.remove(entry.key(), appended);
            return CompletableFuture.failedFuture(new IOException("the log is closed"));
        }
        return sync || queue.isFull() ? appended.written() : DONE;
    }

    /** The entry of a key that was appended and not written yet; null when there is none. */
    LogEntry unwritten(LogKey key) {
        LogQueue.Waiting appended = waiting.get(key);
        return appended == null ? null : appended.entry();
    }

    /** Whether {@link #read} would find an entry. */
    boolean isWritten(LogKey key) {
        return index.find(key) != null;
    }

    /**
     * The entry of a key that was written last, expired or not; null when there is none, or it is damaged. Waits for
     * the disk.
     */
    LogEntry read(LogKey key) throws IOException {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            Place place = index.find(key);
            if (place == null) {
                return null;
            }
            LogFile file = files.get(place.file());
            if (file != null) {
                try {
                    byte[] bytes = file.read(place.offset(), place.length());
                    if (LogEntry.isSound(bytes, 0, bytes.length)) {
                        return LogEntry.decode(bytes, 0, bytes.length);
                    }
                    lost(key, place);
                } catch (ClosedChannelException e) {
                    LOG.debugf(e, "%s was cleaned while it was read", file.path());
                }
            }
        }
        throw new IOException("an entry was moved " + READ_ATTEMPTS + " times while it was read");
    }

    /** What is at a place is damaged: a new write may replace it. */
    private void lost(LogKey key, Place place) {
        if (index.move(key, place, null)) {
            files.moved(place, null);
            damaged.accept(1);
            LOG.errorf("A stored record is damaged and lost: file %d, offset %d", place.file(), place.offset());
        }
    }

    /** The keys of a segment that have an entry, expired or not. */
    Set<LogKey> keys(int segment) {
        Set<LogKey> keys = new LinkedHashSet<>(index.keys(segment));
        for (LogQueue.Waiting appended : waiting.values()) {
            LogKey key = appended.entry().key();
            if (key.segment() == segment) {
                if (appended.entry().isRemoval()) {
                    keys.remove(key);
                } else {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** Entries of a segment, approximately. */
    int size(int segment) {
        return index.size(segment);
    }

    /** Forgets an entry when it expired: that needs no writing, as nobody finds it when the log is opened again. */
    boolean forgetExpired(LogKey key, long nowMs) {
        Place place = index.find(key);
        boolean forgotten = place != null && place.expiryMs() <= nowMs && index.move(key, place, null);
        if (forgotten) {
            files.moved(place, null);
        }
        return forgotten;
    }

    /** The keys of a segment whose entry expired. */
    List<LogKey> expired(int segment, long nowMs) {
        return index.expired(segment, nowMs);
    }

    /** Whether answered entries wait as the disk did not take them. */
    boolean hasFailed() {
        return queue.hasFailed();
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() throws IOException {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.close();
    }

    private void run() {
        try {
            for (List<LogQueue.Waiting> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.error("The log was interrupted; what waited for it is lost", e);
            queue.close();
        }
    }

    private void write(List<LogQueue.Waiting> batch) throws InterruptedException {
        List<Place> places = new ArrayList<>(batch.size());
        try {
            for (LogQueue.Waiting appended : batch) {
                byte[] bytes = appended.bytes();
                places.add(writer.add(bytes, 0, bytes.length, appended.entry().expiryMs()));
            }
            writer.force();
        } catch (IOException e) {
            failed(batch, e);
            return;
        }
        for (int i = 0; i < places.size(); i++) {
            LogQueue.Waiting appended = batch.get(i);
            settle(appended.entry(), places.get(i));
            waiting.remove(appended.entry().key(), appended);
        }
        queue.done(batch);
        completions.execute(() -> batch.forEach(each -> each.written().complete(null)));
        try {
            cleaner.step();
        } catch (IOException e) {
            LOG.error("The log cannot be cleaned; it grows until it can", e);
            writer.giveUp();
        }
    }

    private void settle(LogEntry entry, Place place) {
        if (entry.isRemoval()) {
            files.moved(index.remove(entry.key()), null);
        } else {
            files.moved(index.put(entry.key(), place), place);
        }
    }

    private void failed(List<LogQueue.Waiting> batch, IOException cause) throws InterruptedException {
        writer.giveUp();
        if (sync || queue.isClosed()) {
            LOG.debugf(cause, "%d writes failed", batch.size());
            batch.forEach(appended -> waiting.remove(appended.entry().key(), appended));
            queue.done(batch);
            completions.execute(() -> batch.forEach(each -> each.written().completeExceptionally(cause)));
        } else {
            LOG.errorf("The disk does not take %d records that were answered: %s. Trying again", batch.size(), cause);
            queue.putBack(batch);
        }
    }
}
