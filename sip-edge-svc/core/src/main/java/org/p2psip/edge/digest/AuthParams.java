package org.p2psip.edge.digest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code name=value} list behind an authentication scheme (RFC 7616 3.4, RFC 3261 25.1). */
final class AuthParams {
    private static final String TOKEN_MARKS = "-.!%*_+`'~";

    private final String text;
    private int pos;

    private AuthParams(String text, int from) {
        this.text = text;
        this.pos = from;
    }

    /** Values by name in lower case, without quotes; null when the text is no such list, or has a name twice. */
    static Map<String, String> parse(String text, int from) {
        AuthParams reader = new AuthParams(text, from);
        Map<String, String> params = new LinkedHashMap<>();
        do {
            String name = reader.token();
            reader.skipSpace();
            if (name.isEmpty() || !reader.skip('=')) {
                return null;
            }
            reader.skipSpace();
            String value = reader.value();
            if (value == null || params.put(lower(name), value) != null) {
                return null;
            }
            reader.skipSpace();
        } while (reader.skip(','));
        return reader.pos == text.length() ? params : null;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private String token() {
        skipSpace();
        int start = pos;
        while (pos < text.length() && isToken(text.charAt(pos))) {
            pos++;
        }
        return text.substring(start, pos);
    }

    private String value() {
        if (!skip('"')) {
            int start = pos;
            // Wider than a token: phones leave out the quotes of nonces and URIs
            while (pos < text.length() && text.charAt(pos) > ' ' && ",\"".indexOf(text.charAt(pos)) < 0) {
                pos++;
            }
            return pos == start ? null : text.substring(start, pos);
        }
        StringBuilder value = new StringBuilder();
        while (pos < text.length()) {
            char c = text.charAt(pos++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && pos < text.length()) {
                c = text.charAt(pos++);
            }
            value.append(c);
        }
        return null;
    }

    private boolean skip(char c) {
        boolean there = pos < text.length() && text.charAt(pos) == c;
        pos += there ? 1 : 0;
        return there;
    }

    private void skipSpace() {
        while (pos < text.length() && (text.charAt(pos) == ' ' || text.charAt(pos) == '\t')) {
            pos++;
        }
    }

    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
