package org.p2psip.storage;

/**
 * Place of a write among those of the same origin: for a registration the Call-ID and CSeq of its REGISTER (RFC 3261
 * section 10.3 step 7).
 *
 * @param scope    writes of different scopes are not ordered; empty only in {@link #NONE}
 * @param sequence grows within a scope; unsigned
 */
public record WriteOrder(String scope, long sequence) {
    public static final int MAX_SCOPE_BYTES = 256;
    /** No order: only storage time decides. */
    public static final WriteOrder NONE = new WriteOrder("", 0);

    public boolean isNone() {
        return scope.isEmpty();
    }

    public boolean sameScope(WriteOrder other) {
        return !isNone() && scope.equals(other.scope);
    }

    /** Whether this was already written when {@code other} of the same scope is: this or a higher sequence. */
    public boolean supersedes(WriteOrder other) {
        return sameScope(other) && Long.compareUnsigned(sequence, other.sequence) >= 0;
    }

    @Override
    public String toString() {
        return isNone() ? "no order" : "\"" + scope + "\" " + Long.toUnsignedString(sequence);
    }
}
