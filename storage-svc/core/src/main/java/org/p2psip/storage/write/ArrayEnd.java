package org.p2psip.storage.write;

import java.util.Optional;
import java.util.TreeMap;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.StoredValue;

/**
 * The end of an array, where a store at index 0xFFFFFFFF goes (RFC 6940 section 7.4.1.1). Removed elements that are
 * still remembered belong to its length: an element never takes the index of one that an old write may still be for.
 */
final class ArrayEnd {
    private ArrayEnd() {}

    static boolean isMeant(ValueWrite write) {
        return write.key() instanceof EntryKey.ArrayIndex(long index) && index == EntryKey.ArrayIndex.END;
    }

    /**
     * The write with the index that it gets: behind the last element, or, when a writer repeats what was appended
     * already, where that stands.
     *
     * @param values of an array, by their index
     * @return empty when no index is left
     */
    static Optional<ValueWrite> place(ValueWrite write, TreeMap<EntryKey, StoredValue> values) {
        for (StoredValue value : values.values()) {
            if (isRepetition(value, write)) {
                return Optional.of(write.at(value.key()));
            }
        }
        long next = values.isEmpty() ? 0 : ((EntryKey.ArrayIndex) values.lastKey()).index() + 1;
        return next > EntryKey.ArrayIndex.LAST
                ? Optional.empty()
                : Optional.of(write.at(new EntryKey.ArrayIndex(next)));
    }

    private static boolean isRepetition(StoredValue stored, ValueWrite write) {
        boolean sameWrite = write.order().isNone()
                ? write.storageTimeMs() != 0 && write.storageTimeMs() == stored.storageTimeMs()
                : write.order().equals(stored.order());
        return sameWrite && stored.exists() && stored.value().equals(write.value());
    }
}
