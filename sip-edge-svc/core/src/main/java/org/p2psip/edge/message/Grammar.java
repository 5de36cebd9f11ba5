package org.p2psip.edge.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Characters and small elements of RFC 3261 section 25.1 that several header fields share. */
final class Grammar {
    private static final boolean[] TOKEN = table("-.!%*_+`'~");

    private Grammar() {}

    private static boolean[] table(String punctuation) {
        boolean[] table = new boolean[256];
        for (int c = 0; c < 128; c++) {
            table[c] = isAlphanumeric((char) c) || punctuation.indexOf(c) >= 0;
        }
        return table;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isToken(char c) {
        return c < 256 && TOKEN[c];
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && tokenEnd(text, 0, text.length()) == text.length();
    }

    /** Where the token that starts at {@code from} ends; {@code from} when there is none. */
    static int tokenEnd(String text, int from, int end) {
        int i = from;
        while (i < end && isToken(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isLinearSpace(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    static int skipSpace(String text, int from, int end) {
        int i = from;
        while (i < end && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /** ASCII lower case; the same object when there is nothing to change. */
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                StringBuilder lower = new StringBuilder(text.length()).append(text, 0, i);
                for (int j = i; j < text.length(); j++) {
                    lower.append((char) lower(text.charAt(j)));
                }
                return lower.toString();
            }
        }
        return text;
    }

    /**
     * A decimal number of a message.
     *
     * @return the number; -1 when the text is not digits only, or larger than {@code max}
     */
    static long decimal(String text, int from, int end, long max) {
        if (from >= end) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
            if (number > max) {
                return -1;
            }
        }
        return number;
    }

    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Where the quoted string that starts at {@code from} ends, behind its closing quote; -1 when it does not. */
    static int quotedEnd(String text, int from, int end) {
        for (int i = from + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The text of a quoted string without its quotes and escapes; other text as it is. */
    static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"') {
            return text;
        }
        if (text.indexOf('\\') < 0) {
            return text.substring(1, text.length() - 1);
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() - 1) {
                c = text.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** A quoted string. */
    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The first comma at or behind {@code from} that is not within quotes or angle brackets; -1 when there is none. */
    static int comma(String text, int from) {
        if (text.indexOf(',', from) < 0) {
            return -1;
        }
        boolean bracket = false;
        for (int i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> {
                    int behind = bracket ? i + 1 : quotedEnd(text, i, text.length());
                    if (behind < 0) {
                        return -1;
                    }
                    i = behind - 1;
                }
                case '<' -> bracket = true;
                case '>' -> bracket = false;
                case ',' -> {
                    if (!bracket) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    /** The values of a comma list, trimmed; none for an empty text. */
    static List<String> split(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        int comma = comma(text, 0);
        if (comma < 0) {
            return List.of(text);
        }
        List<String> values = new ArrayList<>();
        int from = 0;
        for (; comma >= 0; comma = comma(text, from)) {
            values.add(text.substring(from, comma).trim());
            from = comma + 1;
        }
        values.add(text.substring(from).trim());
        return values;
    }

    /** A decimal number of a message, as {@link #decimal(String, int, int, long)}. */
    static long decimal(byte[] bytes, int from, int end, long max) {
        if (from >= end) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
            if (number > max) {
                return -1;
            }
        }
        return number;
    }

    /** Text of one character per byte. */
    static String text(byte[] bytes, int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether a value has no line fold, so that its bytes can be copied as they are. */
    static boolean isUnfolded(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\r' || bytes[i] == '\n') {
                return false;
            }
        }
        return true;
    }

    /** A header value without its line folds: each is one space (RFC 3261 7.3.1), as is a CR or LF that is a fault. */
    static String unfold(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\r') < 0 && text.indexOf('\n') < 0) {
            return text;
        }
        StringBuilder unfolded = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                int behind = i;
                while (behind < text.length() && isLinearSpace(text.charAt(behind))) {
                    behind++;
                }
                unfolded.append(' ');
                i = behind;
            } else {
                unfolded.append(c);
                i++;
            }
        }
        return unfolded.toString();
    }
}
