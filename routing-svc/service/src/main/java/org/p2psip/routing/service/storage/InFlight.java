package org.p2psip.routing.service.storage;

import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.timing.TimerWheel;

/** Operations that storage has not answered: bounded in number and bytes, each with a deadline. Owned by the loop. */
final class InFlight {
    /** Resolution of timeouts, milliseconds. */
    static final long TICK_MS = 20;

    private final Settings.Limits limits;
    private final LongObjectHashMap<Entry> entries = new LongObjectHashMap<>();
    private final TimerWheel<Entry> deadlines;
    private long bytes;

    private static final class Entry {
        private final long id;
        private final int bytes;
        private final Consumer<StorageResult> answer;
        private TimerWheel.Timeout<Entry> timeout;

        private Entry(long id, int bytes, Consumer<StorageResult> answer) {
            this.id = id;
            this.bytes = bytes;
            this.answer = answer;
        }
    }

    InFlight(Settings.Limits limits, long now) {
        this.limits = limits;
        this.deadlines = new TimerWheel<>(TICK_MS, StorageRequest.TIMEOUT_LIMIT_MS, now);
    }

    /** Whether an operation fits; when not, nothing was added. */
    boolean add(StorageOperation operation, StorageRequest request, long now) {
        int size = operation.getSerializedSize();
        if (entries.size() >= limits.storageInFlight() || bytes + size > limits.storageInFlightBytes()) {
            return false;
        }
        Entry entry = new Entry(operation.getId(), size, request.answer());
        entry.timeout = deadlines.start(entry, now, now + request.timeoutMs());
        entries.put(entry.id, entry);
        bytes += size;
        return true;
    }

    /** Gives an answer to whom it belongs; one that came after its deadline belongs to nobody. */
    void answer(StorageResult result) {
        Entry entry = entries.remove(result.getId());
        if (entry != null) {
            deadlines.cancel(entry.timeout);
            bytes -= entry.bytes;
            entry.answer.accept(result);
        }
    }

    /** Answers all whose deadline is met. Returns how many. */
    int expire(long now, StorageResult result) {
        List<Entry> due = deadlines.advance(now);
        for (Entry entry : due) {
            entries.remove(entry.id);
            bytes -= entry.bytes;
            entry.answer.accept(result);
        }
        return due.size();
    }

    /** Answers all, since nothing will come any more. */
    void failAll(StorageResult result) {
        List<Entry> failed = new ArrayList<>(entries.values());
        entries.clear();
        bytes = 0;
        for (Entry entry : failed) {
            deadlines.cancel(entry.timeout);
            entry.answer.accept(result);
        }
    }

    int size() {
        return entries.size();
    }
}
