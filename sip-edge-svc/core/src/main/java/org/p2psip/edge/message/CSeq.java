package org.p2psip.edge.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A CSeq header value (RFC 3261 20.16).
 *
 * @param number sequence number, 0 to {@link #MAX_NUMBER}
 * @param method the method, in its own case
 */
public record CSeq(long number, String method) {
    /** RFC 3261 8.1.1.5: less than 2^31. */
    public static final long MAX_NUMBER = (1L << 31) - 1;

    /** Reads a value; empty when it is not a number within bounds, space and a method. */
    public static Optional<CSeq> parse(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        return Optional.ofNullable(read(bytes, 0, bytes.length));
    }

    /** The same of a value without line folds; null instead of empty. */
    static CSeq read(byte[] bytes, int start, int end) {
        int digits = start;
        while (digits < end && !Grammar.isSpace(bytes[digits])) {
            digits++;
        }
        int method = digits;
        while (method < end && Grammar.isSpace(bytes[method])) {
            method++;
        }
        int methodEnd = method;
        while (methodEnd < end && Grammar.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        long number = Grammar.decimal(bytes, start, digits, MAX_NUMBER);
        boolean whole = method > digits && methodEnd > method && methodEnd == end;
        return number < 0 || !whole ? null : new CSeq(number, KnownWords.method(bytes, method, end));
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
