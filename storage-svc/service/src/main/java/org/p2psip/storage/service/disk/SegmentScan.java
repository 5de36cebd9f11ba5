package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.persistence.spi.PersistenceException;

/**
 * All entries of a segment, some at a time: those on the disk, in place of them what was changed and is not written yet,
 * and what is new. A write that comes meanwhile may be seen or not. Waits for the disk.
 */
final class SegmentScan implements Iterator<SegmentScan.Entry> {
    private static final int AT_ONCE = 256;

    private final RecordDatabase database;
    private final byte[] end;
    private final long nowMs;
    private final Map<WrappedByteArray, DiskWrite.OfKey> unwritten = new HashMap<>();
    private final Deque<Entry> ready = new ArrayDeque<>();
    private byte[] from;
    private boolean readAll;

    record Entry(WrappedByteArray key, StoredEntry stored) {}

    SegmentScan(RecordDatabase database, WriteQueue queue, int segment, long nowMs) {
        this.database = database;
        this.nowMs = nowMs;
        from = Segments.start(segment);
        end = Segments.start(segment + 1);
        // Before the disk is read: what is written in between is found in both places, rather than in none
        queue.unwritten(segment).forEach(change -> unwritten.put(change.key(), change));
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !readAll) {
            try {
                readSome();
            } catch (IOException e) {
                throw new PersistenceException(e);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void readSome() throws IOException {
        List<RecordDatabase.Scanned> some = database.scan(from, end, AT_ONCE);
        for (RecordDatabase.Scanned each : some) {
            WrappedByteArray key = new WrappedByteArray(each.key());
            DiskWrite.OfKey change = unwritten.remove(key);
            if (change == null) {
                show(key, each.entry());
            } else {
                show(change);
            }
        }
        if (some.size() < AT_ONCE) {
            readAll = true;
            unwritten.values().forEach(this::show);
        } else {
            byte[] last = some.getLast().key();
            from = Arrays.copyOf(last, last.length + 1);
        }
    }

    private void show(DiskWrite.OfKey change) {
        if (change instanceof DiskWrite.Put(WrappedByteArray key, StoredEntry entry, ValueOrder order)) {
            show(key, entry);
        }
    }

    private void show(WrappedByteArray key, StoredEntry stored) {
        if (stored.expiryMs() > nowMs) {
            ready.add(new Entry(key, stored));
        }
    }
}
