package org.p2psip.routing.record;

/** Bounds of a Put. The store decides whether a write that keeps them is applied. */
public final class WriteRules {
    /** Kinds in one request. */
    public static final int KINDS_LIMIT = 16;
    /** Entries written to one kind. */
    public static final int ENTRIES_LIMIT = 64;
    /** Bytes of a dictionary key. */
    public static final int KEY_LIMIT = 512;
    /** Bytes of a value. */
    public static final int VALUE_LIMIT = 8192;
    /** Longest lifetime, seconds: one year. */
    public static final int LIFETIME_LIMIT = 31_536_000;
    /** Bytes of the scope of a write order, UTF-8. */
    public static final int SCOPE_LIMIT = 256;

    private WriteRules() {}

    /** Checks how many kinds a request names, of a Put and of a Get. */
    public static Verdict kinds(int count) {
        return count >= 1 && count <= KINDS_LIMIT
                ? Verdict.ACCEPTED
                : Verdict.invalid("the request names " + count + " kinds, expected 1 to " + KINDS_LIMIT);
    }

    /**
     * Checks the write to one kind.
     *
     * @param entries entries to write, 1 to 64; 0 only where the write clears the kind
     * @param clears whether the entries that are not named shall be removed
     */
    public static Verdict kindWrite(int entries, boolean clears) {
        if (entries > ENTRIES_LIMIT) {
            return Verdict.invalid("a write has " + entries + " entries, at most " + ENTRIES_LIMIT + " are allowed");
        }
        return entries == 0 && !clears
                ? Verdict.invalid("a write has no entries and does not clear: expected one of both")
                : Verdict.ACCEPTED;
    }

    /**
     * Checks one entry.
     *
     * @param keyBytes length of its dictionary key
     * @param exists false for a deletion
     * @param valueBytes length of its value, 0 in a deletion
     * @param lifetimeS seconds, an unsigned number; a deletion may leave it 0
     */
    public static Verdict entry(int keyBytes, boolean exists, int valueBytes, int lifetimeS) {
        if (keyBytes > KEY_LIMIT) {
            return Verdict.invalid(
                    "a dictionary key has " + keyBytes + " bytes, at most " + KEY_LIMIT + " are allowed");
        }
        if (valueBytes > VALUE_LIMIT) {
            return new Verdict.Refused(
                    Verdict.Reason.DATA_TOO_LARGE,
                    "a value has " + valueBytes + " bytes, at most " + VALUE_LIMIT + " are allowed");
        }
        if (!exists && valueBytes > 0) {
            return Verdict.invalid(
                    "a deletion (exists = false) has a value of " + valueBytes + " bytes, expected none");
        }
        return Integer.compareUnsigned(lifetimeS, LIFETIME_LIMIT) > 0 || (exists && lifetimeS == 0)
                ? Verdict.invalid(
                        "lifetime_s is " + Integer.toUnsignedString(lifetimeS) + ", expected 1 to " + LIFETIME_LIMIT)
                : Verdict.ACCEPTED;
    }

    /** Checks the scope of a write order, given its length in bytes of UTF-8. */
    public static Verdict orderScope(int scopeBytes) {
        return scopeBytes <= SCOPE_LIMIT
                ? Verdict.ACCEPTED
                : Verdict.invalid("order.scope has " + scopeBytes + " bytes, at most " + SCOPE_LIMIT + " are allowed");
    }
}
