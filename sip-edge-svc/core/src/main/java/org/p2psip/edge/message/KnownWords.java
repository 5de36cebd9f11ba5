package org.p2psip.edge.message;

import java.nio.charset.StandardCharsets;

/**
 * Methods and parameter names that nearly every message has. One object stands for each, so that reading one makes no
 * new String and comparing two of them needs no look at their characters.
 */
final class KnownWords {
    private static final int SLOTS = 256;
    private static final String[] METHODS = table(
            "INVITE",
            "ACK",
            "BYE",
            "CANCEL",
            "REGISTER",
            "OPTIONS",
            "PRACK",
            "SUBSCRIBE",
            "NOTIFY",
            "PUBLISH",
            "INFO",
            "REFER",
            "MESSAGE",
            "UPDATE");
    private static final String[] PARAMETERS = table(
            "branch", "rport", "received", "tag", "lr", "transport", "expires", "q", "maddr", "ttl", "dt", "user");

    private KnownWords() {}

    /** Whether it is a method of the RFCs. */
    static boolean isMethod(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return methodAt(bytes, 0, bytes.length) != null;
    }

    /** The method that stands there, in its own case. */
    static String method(byte[] bytes, int from, int end) {
        String known = methodAt(bytes, from, end);
        return known == null ? Grammar.text(bytes, from, end) : known;
    }

    private static String methodAt(byte[] bytes, int from, int end) {
        int length = end - from;
        if (length > 0) {
            int slot = slot(length, bytes[from], bytes[end - 1]);
            for (; METHODS[slot] != null; slot = (slot + 1) & (SLOTS - 1)) {
                if (matches(METHODS[slot], bytes, from, length)) {
                    return METHODS[slot];
                }
            }
        }
        return null;
    }

    /** The name of a parameter that stands there, in lower case. */
    static String parameter(String text, int from, int end) {
        int length = end - from;
        if (length > 0) {
            int slot = slot(length, text.charAt(from), text.charAt(end - 1));
            for (; PARAMETERS[slot] != null; slot = (slot + 1) & (SLOTS - 1)) {
                if (PARAMETERS[slot].length() == length && text.startsWith(PARAMETERS[slot], from)) {
                    return PARAMETERS[slot];
                }
            }
        }
        return Grammar.lower(text.substring(from, end));
    }

    private static boolean matches(String word, byte[] bytes, int from, int length) {
        if (word.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static String[] table(String... words) {
        String[] table = new String[SLOTS];
        for (String word : words) {
            int slot = slot(word.length(), word.charAt(0), word.charAt(word.length() - 1));
            while (table[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            table[slot] = word;
        }
        return table;
    }

    private static int slot(int length, int first, int last) {
        return (length * 31 + first * 7 + last) & (SLOTS - 1);
    }
}
