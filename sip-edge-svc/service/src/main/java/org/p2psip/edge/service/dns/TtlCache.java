package org.p2psip.edge.service.dns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * At most a given number of values, each for its time; the one used longest ago goes first. One thread uses it.
 *
 * @param <K> key
 * @param <V> value
 */
final class TtlCache<K, V> {
    private record Kept<V>(V value, long untilNanos) {}

    private final LongSupplier nanoTime;
    private final Map<K, Kept<V>> entries;

    /** @param forgotten told of each value that had to go before its time */
    TtlCache(int limit, LongSupplier nanoTime, Runnable forgotten) {
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<K, Kept<V>>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
                boolean full = size() > limit;
                if (full && eldest.getValue().untilNanos() - nanoTime.getAsLong() > 0) {
                    forgotten.run();
                }
                return full;
            }
        };
    }

    /** The value; null when there is none, or its time is up. */
    V get(K key) {
        Kept<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.untilNanos() - nanoTime.getAsLong() <= 0) {
            entries.remove(key);
            return null;
        }
        return entry.value();
    }

    /** Keeps a value for so many seconds; for none it is not kept. */
    void put(K key, V value, long seconds) {
        if (seconds > 0) {
            entries.put(key, new Kept<>(value, nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds)));
        } else {
            entries.remove(key);
        }
    }

    boolean remove(K key) {
        return entries.remove(key) != null;
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }
}
