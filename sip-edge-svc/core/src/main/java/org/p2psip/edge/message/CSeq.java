package org.p2psip.edge.message;

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
        int digits = 0;
        while (digits < value.length() && !Grammar.isSpace(value.charAt(digits))) {
            digits++;
        }
        long number = Grammar.decimal(value, 0, digits, MAX_NUMBER);
        int from = Grammar.skipSpace(value, digits, value.length());
        if (number < 0 || from == digits || Grammar.tokenEnd(value, from, value.length()) != value.length()) {
            return Optional.empty();
        }
        String method = value.substring(from);
        return method.isEmpty() ? Optional.empty() : Optional.of(new CSeq(number, method));
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
