package org.p2psip.storage;

/** Which value of a kind: depends on the kind's data model (RFC 6940 section 7.2). Ordered as reads answer. */
public sealed interface EntryKey extends Comparable<EntryKey> {
    /** The one value of a single. */
    record Single() implements EntryKey {}

    /** @param index 0 to {@link #LAST}; {@link #END} in a write that appends */
    record ArrayIndex(long index) implements EntryKey {
        public static final long LAST = 0xfffffffeL;
        /** Behind the last element, wherever that is (RFC 6940 section 7.4.1.1). */
        public static final long END = 0xffffffffL;
    }

    /** @param key 1 to 512 bytes */
    record DictionaryKey(Octets key) implements EntryKey {
        public static final int MAX_BYTES = 512;
    }

    Single SINGLE = new Single();

    /** By index or key. Keys of different models never meet in one kind; a fixed order keeps this total. */
    @Override
    default int compareTo(EntryKey other) {
        if (this instanceof DictionaryKey(Octets a) && other instanceof DictionaryKey(Octets b)) {
            return a.compareTo(b);
        }
        if (this instanceof ArrayIndex(long a) && other instanceof ArrayIndex(long b)) {
            return Long.compare(a, b);
        }
        return Integer.compare(model(), other.model());
    }

    private int model() {
        return switch (this) {
            case Single single -> 0;
            case ArrayIndex index -> 1;
            case DictionaryKey key -> 2;
        };
    }
}
