package org.p2psip.storage.service.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.p2psip.storage.service.records.RecordKey;

/**
 * When to look at a record again because its last value may have expired: at most one deadline for each, the earliest.
 * A record that lives longer by then gets its next deadline when it is looked at, so a refresh costs nothing here.
 * Bounded; safe for many threads.
 */
final class ExpiryDeadlines {
    /** Deadlines of one step are one set; the step bounds how late an expiry is told. */
    static final long STEP_MS = 500;

    private final int limit;
    private final Map<RecordKey, Long> stepOf = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Map<RecordKey, Boolean>> steps = new ConcurrentSkipListMap<>();

    ExpiryDeadlines(int limit) {
        this.limit = limit;
    }

    /** Looks at the record at {@code deadlineMs} or before; false when the limit is reached. */
    boolean watch(RecordKey key, long deadlineMs) {
        long step = Math.ceilDiv(deadlineMs, STEP_MS);
        if (stepOf.size() >= limit && !stepOf.containsKey(key)) {
            return false;
        }
        stepOf.compute(key, (same, earlier) -> {
            if (earlier != null && earlier <= step) {
                return earlier;
            }
            if (earlier != null) {
                steps.computeIfPresent(earlier, (at, keys) -> {
                    keys.remove(key);
                    return keys.isEmpty() ? null : keys;
                });
            }
            steps.compute(step, (at, keys) -> {
                Map<RecordKey, Boolean> all = keys == null ? new ConcurrentHashMap<>() : keys;
                all.put(key, Boolean.TRUE);
                return all;
            });
            return step;
        });
        return true;
    }

    /** Takes the records whose deadline has come, at most {@code max}. */
    List<RecordKey> due(long nowMs, int max) {
        List<RecordKey> due = new ArrayList<>();
        long nowStep = Math.floorDiv(nowMs, STEP_MS);
        for (Map.Entry<Long, Map<RecordKey, Boolean>> step :
                steps.headMap(nowStep, true).entrySet()) {
            for (RecordKey key : step.getValue().keySet()) {
                if (due.size() == max) {
                    return due;
                }
                if (stepOf.remove(key, step.getKey())) {
                    due.add(key);
                    steps.computeIfPresent(step.getKey(), (at, keys) -> {
                        keys.remove(key);
                        return keys.isEmpty() ? null : keys;
                    });
                }
            }
        }
        return due;
    }

    int size() {
        return stepOf.size();
    }
}
