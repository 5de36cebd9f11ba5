package org.p2psip.storage.service.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Entries that wait to be written, in their order. One thread takes them. */
final class LogQueue {
    /** How long entries gather for one write where nobody waits for it, milliseconds. */
    private static final long GATHER_MS = 100;
    /** Until a write that failed is tried again, milliseconds. */
    private static final long RETRY_MS = 1000;
    /** Bytes from which on entries gather no longer. */
    private static final long ENOUGH_BYTES = 1 << 20;
    /** Bytes of entries not written from which on a writer waits for the disk whatever the durability. */
    private static final long FULL_BYTES = 16 << 20;

    private final boolean gathers;
    private List<Waiting> entries = new ArrayList<>();
    private long bytes;
    private volatile long unwrittenBytes;
    private boolean failed;
    private boolean closed;

    /** An entry that waits. */
    static final class Waiting {
        private final LogEntry entry;
        private final byte[] bytes;
        private final CompletableFuture<Void> written = new CompletableFuture<>();

        Waiting(LogEntry entry) {
            this.entry = entry;
            this.bytes = entry.encode();
        }

        LogEntry entry() {
            return entry;
        }

        byte[] bytes() {
            return bytes;
        }

        CompletableFuture<Void> written() {
            return written;
        }
    }

    /** @param gathers whether entries wait for others before they are written */
    LogQueue(boolean gathers) {
        this.gathers = gathers;
    }

    /** False when it is closed. */
    synchronized boolean add(Waiting entry) {
        if (closed) {
            return false;
        }
        boolean hadEnough = bytes >= ENOUGH_BYTES;
        entries.add(entry);
        bytes += entry.bytes().length;
        unwrittenBytes += entry.bytes().length;
        if (entries.size() == 1 || !hadEnough && bytes >= ENOUGH_BYTES) {
            notifyAll();
        }
        return true;
    }

    /** Whether so much waits that more has to wait with it. */
    boolean isFull() {
        return unwrittenBytes > FULL_BYTES;
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** All that wait, once there are some; empty when it is closed and none are left. */
    synchronized List<Waiting> take() throws InterruptedException {
        while (entries.isEmpty() && !closed) {
            wait();
        }
        if (gathers || failed) {
            gather(failed ? RETRY_MS : GATHER_MS);
        }
        failed = false;
        List<Waiting> taken = entries;
        entries = new ArrayList<>(taken.size());
        bytes = 0;
        return taken;
    }

    private void gather(long limitMs) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        for (long left = limitMs;
                left > 0 && !closed && (failed || bytes < ENOUGH_BYTES);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    /** What was taken is written, or will not be. */
    synchronized void done(List<Waiting> taken) {
        for (Waiting entry : taken) {
            unwrittenBytes -= entry.bytes().length;
        }
    }

    /** What was taken could not be written, and is to be tried again. */
    synchronized void putBack(List<Waiting> taken) {
        failed = true;
        List<Waiting> all = new ArrayList<>(taken);
        all.addAll(entries);
        entries = all;
        for (Waiting entry : taken) {
            bytes += entry.bytes().length;
        }
    }

    /** Takes no more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
