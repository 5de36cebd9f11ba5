package org.p2psip.edge.number;

/** Numbers of the international numbering plan, written with {@code +} (E.164, RFC 3966 section 5.1.4). */
public final class E164 {
    /** Most digits of a number. */
    public static final int MAX_DIGITS = 15;

    private E164() {}

    /** Whether the text is {@code +} and 1 to 15 digits. */
    public static boolean isNumber(String text) {
        int length = text.length();
        if (length < 2 || length > MAX_DIGITS + 1 || text.charAt(0) != '+') {
            return false;
        }
        return areDigits(text, 1);
    }

    /** Whether the text may be what somebody dialled: digits, {@code +}, {@code *}, {@code #}; may be empty. */
    public static boolean isDialString(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '+' && c != '*' && c != '#') {
                return false;
            }
        }
        return true;
    }

    /**
     * The text without what only helps reading, {@code - . ( )} and spaces (RFC 3966 section 5.1.1), and without
     * parameters behind a semicolon; the same object when there is nothing of that.
     */
    public static String withoutSeparators(String text) {
        int semicolon = text.indexOf(';');
        int end = semicolon < 0 ? text.length() : semicolon;
        int i = 0;
        while (i < end && !isSeparator(text.charAt(i))) {
            i++;
        }
        if (i == end) {
            return end == text.length() ? text : text.substring(0, end);
        }
        StringBuilder plain = new StringBuilder(end);
        for (i = 0; i < end; i++) {
            if (!isSeparator(text.charAt(i))) {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    static boolean areDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '.' || c == '(' || c == ')' || c == ' ';
    }
}
