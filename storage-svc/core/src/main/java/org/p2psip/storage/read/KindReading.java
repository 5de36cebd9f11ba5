package org.p2psip.storage.read;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;

/**
 * What a read found (RFC 6940 section 7.4.2).
 *
 * @param kind        Kind-ID
 * @param generation  0 when nothing was ever stored
 * @param values      those that exist and have not expired, in the order of their keys
 * @param notModified the reader has this generation already; {@code values} is empty
 */
public record KindReading(int kind, long generation, List<StoredValue> values, boolean notModified) {
    public KindReading {
        values = List.copyOf(values);
    }

    /** {@code stored} is null when nothing is stored. */
    public static KindReading of(StoredKind stored, KindQuery query, long nowMs) {
        if (stored == null) {
            return new KindReading(query.kind(), 0, List.of(), false);
        }
        if (query.knownGeneration() != 0 && query.knownGeneration() == stored.generation()) {
            return new KindReading(query.kind(), stored.generation(), List.of(), true);
        }
        List<StoredValue> values = new ArrayList<>(stored.values().size());
        for (StoredValue value : stored.values()) {
            if (value.isLive(nowMs) && query.asksFor(value.key())) {
                values.add(value);
            }
        }
        return new KindReading(query.kind(), stored.generation(), values, false);
    }
}
