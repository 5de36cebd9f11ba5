package org.p2psip.edge.service.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Call records that are on their way to Kafka, in the batches that they were sent in. One thread uses it. */
final class UnacknowledgedBatches {
    private final Map<Long, List<byte[]>> batches = new LinkedHashMap<>();
    private long lastId;
    private int records;

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Records of all batches together. */
    int records() {
        return records;
    }

    /** Remembers a batch; what {@link #take} gives it back for. */
    long add(List<byte[]> batch) {
        long id = ++lastId;
        batches.put(id, batch);
        records += batch.size();
        return id;
    }

    /** A batch that was answered, which is forgotten; empty when it has been taken already. */
    Optional<List<byte[]>> take(long id) {
        Optional<List<byte[]>> batch = Optional.ofNullable(batches.remove(id));
        batch.ifPresent(taken -> records -= taken.size());
        return batch;
    }

    /** The records of all batches, the oldest first, which are forgotten. */
    List<byte[]> takeAll() {
        List<byte[]> all = new ArrayList<>(records);
        batches.values().forEach(all::addAll);
        batches.clear();
        records = 0;
        return all;
    }
}
