package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.infinispan.commons.marshall.WrappedByteArray;

/** Writes that wait for the disk, in their order, and those that were taken from here and are not written yet. */
final class WriteQueue {
    /** Bytes from which on writes gather no longer. */
    private static final long ENOUGH_BYTES = 1 << 20;
    /** Bytes of unwritten writes from which on a writer waits for the disk whatever the durability. */
    private static final long FULL_BYTES = 16 << 20;

    /** The newest change of each key that is not written. */
    private final Map<WrappedByteArray, Waiting> newest = new ConcurrentHashMap<>();

    private List<Waiting> waiting = new ArrayList<>();
    private long bytes;
    private volatile long unwrittenBytes;
    private boolean closed;

    /**
     * A write.
     *
     * @param answered whether its writer goes on as if it were written
     * @param written  completes when it is on the disk
     */
    record Waiting(DiskWrite write, boolean answered, CompletableFuture<Void> written) {}

    /** As {@link #add(DiskWrite, boolean)}, of one that is not answered before. */
    CompletableFuture<Void> add(DiskWrite write) {
        return add(write, false);
    }

    /** Completes when it is on the disk. Changes of one key are to be added one after the other. */
    synchronized CompletableFuture<Void> add(DiskWrite write, boolean answered) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("records are no longer written"));
        }
        if (write instanceof DiskWrite.Put put && put.isOrdered()) {
            Waiting newer = newest.get(put.key());
            if (newer != null && newer.write() instanceof DiskWrite.Put other && put.isOlder(other.entry())) {
                return newer.written();
            }
        }
        Waiting added = new Waiting(write, answered, new CompletableFuture<>());
        if (write instanceof DiskWrite.OfKey change) {
            newest.put(change.key(), added);
        }
        boolean hadEnough = bytes >= ENOUGH_BYTES;
        waiting.add(added);
        bytes += write.bytes();
        unwrittenBytes += write.bytes();
        if (waiting.size() == 1 || !hadEnough && bytes >= ENOUGH_BYTES) {
            notifyAll();
        }
        return added.written();
    }

    /** Adds all those whose key nothing waits for: what waits was written later than what is due. */
    synchronized CompletableFuture<Void> addIfNothingWaits(List<DiskWrite.Purge> purges) {
        List<CompletableFuture<Void>> added = new ArrayList<>();
        for (DiskWrite.Purge purge : purges) {
            if (!newest.containsKey(new WrappedByteArray(purge.due().key()))) {
                added.add(add(purge));
            }
        }
        return CompletableFuture.allOf(added.toArray(CompletableFuture[]::new));
    }

    /** The change of a key that is not written yet, answered or not; null when there is none. */
    DiskWrite.OfKey unwritten(WrappedByteArray key) {
        Waiting found = newest.get(key);
        return found == null ? null : (DiskWrite.OfKey) found.write();
    }

    /** The changes of a segment that are not written yet. */
    List<DiskWrite.OfKey> unwritten(int segment) {
        List<DiskWrite.OfKey> found = new ArrayList<>();
        newest.forEach((key, change) -> {
            if (Segments.of(key.getBytes()) == segment) {
                found.add((DiskWrite.OfKey) change.write());
            }
        });
        return found;
    }

    /** Whether so much is unwritten that more has to wait with it. */
    boolean isFull() {
        return unwrittenBytes > FULL_BYTES;
    }

    /** Returns when something waits, or it is closed. */
    synchronized void awaitSome() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
    }

    /** Returns when much waits, or it is closed, or a time has passed. */
    void gather(long mostMs) throws InterruptedException {
        await(mostMs, ENOUGH_BYTES);
    }

    /** Returns when it is closed, or a time has passed. */
    void pause(long ms) throws InterruptedException {
        await(ms, Long.MAX_VALUE);
    }

    private synchronized void await(long mostMs, long enoughBytes) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMs);
        for (long left = mostMs;
                left > 0 && !closed && bytes < enoughBytes;
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    /** All that wait. */
    synchronized List<Waiting> take() {
        List<Waiting> taken = waiting;
        waiting = new ArrayList<>(taken.size());
        bytes = 0;
        return taken;
    }

    /** What was taken is written, or will not be. */
    synchronized void done(List<Waiting> taken) {
        for (Waiting each : taken) {
            unwrittenBytes -= each.write().bytes();
            if (each.write() instanceof DiskWrite.OfKey change) {
                newest.remove(change.key(), each);
            }
        }
    }

    /** What was taken could not be written, and is to be tried again before all others. */
    synchronized void putBack(List<Waiting> taken) {
        List<Waiting> all = new ArrayList<>(taken);
        all.addAll(waiting);
        waiting = all;
        for (Waiting each : taken.reversed()) {
            bytes += each.write().bytes();
            if (each.write() instanceof DiskWrite.OfKey change) {
                // A later one of the same key may have failed and be gone
                newest.putIfAbsent(change.key(), each);
            }
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes no more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
