package org.p2psip.routing.record;

/** Bounds of a Get, beyond the number of its kinds. */
public final class ReadRules {
    /** Dictionary keys in the query of one kind: as many as one write may name. */
    public static final int KEYS_LIMIT = WriteRules.ENTRIES_LIMIT;

    private ReadRules() {}

    /**
     * Checks the query of one kind.
     *
     * @param keys dictionary keys wanted
     * @param arrayFirst first index wanted, unsigned
     * @param arrayLast last index wanted, unsigned; 0 for all
     */
    public static Verdict kindQuery(int keys, int arrayFirst, int arrayLast) {
        if (keys > KEYS_LIMIT) {
            return Verdict.invalid("a query has " + keys + " dictionary keys, at most " + KEYS_LIMIT + " are allowed");
        }
        return arrayLast != 0 && Integer.compareUnsigned(arrayFirst, arrayLast) > 0
                ? Verdict.invalid("array_first " + Integer.toUnsignedString(arrayFirst) + " is behind array_last "
                        + Integer.toUnsignedString(arrayLast))
                : Verdict.ACCEPTED;
    }

    /** Checks the length of one dictionary key, bytes. */
    public static Verdict dictionaryKey(int keyBytes) {
        return keyBytes <= WriteRules.KEY_LIMIT
                ? Verdict.ACCEPTED
                : Verdict.invalid("a dictionary key has " + keyBytes + " bytes, at most " + WriteRules.KEY_LIMIT
                        + " are allowed");
    }
}
