package org.p2psip.edge.location;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At most a given number of entries; the one used longest ago goes first.
 *
 * @param <K> key
 * @param <V> value
 */
public final class BoundedCache<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int limit;

    public BoundedCache(int limit) {
        super(16, 0.75f, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
