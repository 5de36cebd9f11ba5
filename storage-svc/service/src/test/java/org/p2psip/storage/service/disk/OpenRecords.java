package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.infinispan.commons.marshall.WrappedByteArray;

/** A database with its writer, and short ways to write and read texts. */
final class OpenRecords implements AutoCloseable {
    static final long NOW = 1_000_000;
    static final long HOUR = 3_600_000;
    static final int WRITE_BUFFER_BYTES = 64 << 10;

    final WriteQueue queue = new WriteQueue();
    final RecordDatabase database;
    final Health health;
    private final boolean sync;
    private final RecordWriter writer;

    /** Counts what it hears. */
    static final class Health implements DiskHealth {
        final AtomicInteger damaged = new AtomicInteger();
        volatile boolean refusing;
        volatile boolean ended;

        @Override
        public void damaged() {
            damaged.incrementAndGet();
        }

        @Override
        public void refused(int writes) {
            refusing = true;
        }

        @Override
        public void taken() {
            refusing = false;
        }

        @Override
        public void ended() {
            ended = true;
        }
    }

    private OpenRecords(RecordDatabase database, boolean sync, Executor completions, Health health) {
        this.database = database;
        this.health = health;
        this.sync = sync;
        writer = new RecordWriter(database, queue, !sync, completions, health);
        writer.start();
    }

    static OpenRecords open(Path directory, boolean sync) throws IOException {
        return open(directory, sync, false);
    }

    static OpenRecords open(Path directory, boolean sync, boolean cutDamagedWal) throws IOException {
        return open(directory, sync, cutDamagedWal, Runnable::run);
    }

    static OpenRecords open(Path directory, boolean sync, boolean cutDamagedWal, Executor completions)
            throws IOException {
        Health health = new Health();
        DatabaseOptions.Choices choices = new DatabaseOptions.Choices(WRITE_BUFFER_BYTES, cutDamagedWal);
        return new OpenRecords(RecordDatabase.open(directory, choices, health), sync, completions, health);
    }

    static WrappedByteArray key(int number) {
        byte[] key = new byte[20];
        key[0] = (byte) number;
        key[18] = (byte) (number >>> 8);
        key[19] = (byte) number;
        return new WrappedByteArray(key);
    }

    void put(int key, String value) {
        put(key, value, NOW, HOUR);
    }

    void put(int key, String value, long createdMs, long lifespanMs) {
        write(new DiskWrite.Put(key(key), new StoredEntry(createdMs, lifespanMs, bytes(value))));
    }

    /** As a record that comes from another member; the larger of two values is the newer. */
    void arrive(int key, String value) {
        ValueOrder order = (one, than) -> Arrays.compare(one, than) < 0;
        write(new DiskWrite.Put(key(key), new StoredEntry(NOW, HOUR, bytes(value)), order));
    }

    void remove(int key) {
        write(new DiskWrite.Removal(key(key)));
    }

    void write(DiskWrite write) {
        if (sync) {
            queue.add(write).join();
        } else {
            queue.add(write, true);
        }
    }

    /** Null when there is none; what expired counts. */
    String value(int key) throws IOException {
        DiskWrite.OfKey unwritten = queue.unwritten(key(key));
        StoredEntry entry =
                switch (unwritten) {
                    case DiskWrite.Put put -> put.entry();
                    case DiskWrite.Removal removal -> null;
                    case null -> database.read(key(key).getBytes());
                };
        return entry == null ? null : text(entry);
    }

    /** All that did not expire, through scans of all segments. */
    Map<Integer, String> all(long nowMs) {
        Map<Integer, String> all = new TreeMap<>();
        for (int segment = 0; segment < 256; segment++) {
            new SegmentScan(database, queue, segment, nowMs).forEachRemaining(each -> {
                byte[] key = each.key().getBytes();
                int number = Byte.toUnsignedInt(key[18]) << 8 | Byte.toUnsignedInt(key[19]);
                if (all.put(number, text(each.stored())) != null) {
                    throw new AssertionError("key " + number + " was shown twice");
                }
            });
        }
        return all;
    }

    void purge(long nowMs) throws IOException {
        new ExpiryPurge(database, queue).run(nowMs);
    }

    private static String text(StoredEntry entry) {
        return new String(entry.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
