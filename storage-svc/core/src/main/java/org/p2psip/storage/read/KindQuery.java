package org.p2psip.storage.read;

import java.util.Set;
import org.p2psip.storage.EntryKey;

/**
 * What a read asks of one kind.
 *
 * @param kind            Kind-ID
 * @param keys            dictionary keys wanted; empty for all
 * @param arrayFirst      first index wanted
 * @param arrayLast       last index wanted, inclusive
 * @param knownGeneration the reader has the values of this generation; 0 when it has none
 */
public record KindQuery(
        int kind, Set<EntryKey.DictionaryKey> keys, long arrayFirst, long arrayLast, long knownGeneration) {
    public KindQuery {
        keys = Set.copyOf(keys);
    }

    public static KindQuery all(int kind) {
        return new KindQuery(kind, Set.of(), 0, Long.MAX_VALUE, 0);
    }

    boolean asksFor(EntryKey key) {
        return switch (key) {
            case EntryKey.Single single -> true;
            case EntryKey.ArrayIndex(long index) -> index >= arrayFirst && index <= arrayLast;
            case EntryKey.DictionaryKey dictionaryKey -> keys.isEmpty() || keys.contains(dictionaryKey);
        };
    }
}
