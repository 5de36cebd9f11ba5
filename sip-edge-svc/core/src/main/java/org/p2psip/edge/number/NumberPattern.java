package org.p2psip.edge.number;

import java.util.BitSet;
import java.util.Optional;

/**
 * A pattern that whole numbers are matched by, from left to right in one pass: no pattern and no number makes it slow.
 *
 * <ul>
 *   <li>a digit, {@code +}, {@code *} or {@code #} stands for itself
 *   <li>{@code X} is any digit, {@code N} is 2 to 9, {@code Z} is 1 to 9
 *   <li>{@code [13-57]} is one of these digits
 *   <li>{@code .} at the end is one digit or more, {@code !} at the end is any number of digits, none among them
 * </ul>
 *
 * So {@code 00Z.} is an international number as dialled in most of Europe, {@code 1NXXNXXXXXX} a North American one.
 */
public final class NumberPattern {
    /** Longest pattern, in characters. */
    public static final int MAX_LENGTH = 64;

    private static final String LITERALS = "0123456789+*#";

    private final String text;
    /** What may stand at each place. */
    private final BitSet[] places;

    private final boolean open;
    private final int least;

    private NumberPattern(String text, BitSet[] places, boolean open, int least) {
        this.text = text;
        this.places = places;
        this.open = open;
        this.least = least;
    }

    /** What keeps the text from being a pattern; empty when it is one. */
    public static Optional<String> problem(String text) {
        Reader reader = new Reader(text);
        reader.read();
        return Optional.ofNullable(reader.problem);
    }

    /**
     * The pattern.
     *
     * @throws IllegalArgumentException when the text has a {@link #problem}
     */
    public static NumberPattern of(String text) {
        Reader reader = new Reader(text);
        NumberPattern pattern = reader.read();
        if (pattern == null) {
            throw new IllegalArgumentException(reader.problem);
        }
        return pattern;
    }

    /** Whether all of the number fits. */
    public boolean matches(String number) {
        int length = number.length();
        if (length < least || (!open && length != places.length)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = number.charAt(i);
            boolean fits = i < places.length ? places[i].get(c) : c >= '0' && c <= '9';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The pattern as written. */
    @Override
    public String toString() {
        return text;
    }

    private static final class Reader {
        private final String text;
        private final BitSet[] places;
        private int count;
        private int at;
        private String problem;

        Reader(String text) {
            this.text = text;
            this.places = new BitSet[text.length()];
        }

        NumberPattern read() {
            if (text.isEmpty() || text.length() > MAX_LENGTH) {
                return fail("a pattern has 1 to " + MAX_LENGTH + " characters");
            }
            char last = text.charAt(text.length() - 1);
            boolean open = last == '.' || last == '!';
            int end = open ? text.length() - 1 : text.length();
            while (at < end) {
                BitSet place = place(end);
                if (place == null) {
                    return null;
                }
                places[count++] = place;
            }
            BitSet[] all = java.util.Arrays.copyOf(places, count);
            return new NumberPattern(text, all, open, last == '.' ? count + 1 : count);
        }

        private BitSet place(int end) {
            char c = text.charAt(at++);
            if (LITERALS.indexOf(c) >= 0) {
                return range(c, c);
            }
            return switch (c) {
                case 'X', 'x' -> range('0', '9');
                case 'Z', 'z' -> range('1', '9');
                case 'N', 'n' -> range('2', '9');
                case '[' -> oneOf(end);
                default -> {
                    fail("'" + c + "' is none of 0-9 + * # X Z N [ ], nor a '.' or '!' at the end");
                    yield null;
                }
            };
        }

        private BitSet oneOf(int end) {
            BitSet digits = new BitSet();
            while (at < end && text.charAt(at) != ']') {
                char first = text.charAt(at++);
                char last = first;
                if (at + 1 < end && text.charAt(at) == '-') {
                    last = text.charAt(at + 1);
                    at += 2;
                }
                if (first < '0' || last > '9' || last < first) {
                    fail("between [ and ] stand digits and ranges of them such as 2-9");
                    return null;
                }
                digits.set(first, last + 1);
            }
            if (at == end || digits.isEmpty()) {
                fail("a [ needs digits and a ] behind it");
                return null;
            }
            at++;
            return digits;
        }

        private static BitSet range(char first, char last) {
            BitSet place = new BitSet();
            place.set(first, last + 1);
            return place;
        }

        private NumberPattern fail(String reason) {
            problem = reason;
            return null;
        }
    }
}
