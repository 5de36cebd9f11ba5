package org.p2psip.edge.message;

import java.util.Map;
import java.util.Optional;

/**
 * A name-addr or addr-spec with its parameters (RFC 3261 20.10): a value of From, To, Contact, Route, Record-Route or
 * Path. Parameters behind a URI without angle brackets are the header's.
 */
public final class NameAddr {
    private static final int Q_SCALE = 1000;

    private final String displayName;
    private final String uriText;
    private final Parameters params;
    private SipUri uri;
    private boolean uriRead;

    private NameAddr(String displayName, String uriText, Parameters params) {
        this.displayName = displayName;
        this.uriText = uriText;
        this.params = params;
    }

    /**
     * Reads one value (no comma list). Space within the angle brackets is tolerated and dropped.
     *
     * @return empty when the value does not follow the grammar; the URI is only checked to start with a scheme
     */
    public static Optional<NameAddr> parse(String value) {
        return Optional.ofNullable(read(value));
    }

    static NameAddr read(String text) {
        int end = text.length();
        int from = Grammar.skipSpace(text, 0, end);
        int bracket;
        String displayName;
        if (from < end && text.charAt(from) == '"') {
            int nameEnd = Grammar.quotedEnd(text, from, end);
            if (nameEnd < 0) {
                return null;
            }
            displayName = Grammar.unquote(text.substring(from, nameEnd));
            bracket = Grammar.skipSpace(text, nameEnd, end);
            if (bracket == end || text.charAt(bracket) != '<') {
                return null;
            }
        } else {
            bracket = from;
            while (bracket < end && isDisplayName(text.charAt(bracket))) {
                bracket++;
            }
            if (bracket == end || text.charAt(bracket) != '<') {
                return readAddrSpec(text, from, end);
            }
            displayName = text.substring(from, bracket).trim();
        }
        int close = text.indexOf('>', bracket);
        if (close < 0) {
            return null;
        }
        String uriText = text.substring(bracket + 1, close).trim();
        Parameters params = Parameters.parse(text, close + 1, end);
        return params == null || !isUri(uriText) ? null : new NameAddr(displayName, uriText, params);
    }

    private static NameAddr readAddrSpec(String text, int from, int end) {
        int uriEnd = from;
        while (uriEnd < end && text.charAt(uriEnd) != ';' && !Grammar.isSpace(text.charAt(uriEnd))) {
            uriEnd++;
        }
        String uriText = text.substring(from, uriEnd);
        // RFC 3261 20.10: a URI with a comma or a question mark has to be in angle brackets
        if (uriText.indexOf('?') >= 0 || uriText.indexOf(',') >= 0 || !isUri(uriText)) {
            return null;
        }
        Parameters params = Parameters.parse(text, uriEnd, end);
        return params == null ? null : new NameAddr("", uriText, params);
    }

    // Tokens and space; characters outside ASCII are no token's, but phones send them unquoted and nobody is misled
    private static boolean isDisplayName(char c) {
        return Grammar.isToken(c) || Grammar.isSpace(c) || c >= 0x80;
    }

    /** Whether the text has a scheme, something behind it, and nothing that ends a URI. */
    static boolean isUri(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1 || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < colon; i++) {
            char c = text.charAt(i);
            if (!Grammar.isAlphanumeric(c) && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The display name without quotes and escapes; empty when there is none. */
    public String displayName() {
        return displayName;
    }

    /** The URI as written, without angle brackets. */
    public String uriText() {
        return uriText;
    }

    /** The URI; null when it is no SIP or SIPS URI, or does not follow its grammar: see {@link #uriText()}. */
    public SipUri uri() {
        if (!uriRead) {
            uri = SipUri.parse(uriText).orElse(null);
            uriRead = true;
        }
        return uri;
    }

    /** The header's parameters: names in lower case, values without quotes, empty for one without a value. */
    public Map<String, String> params() {
        return params;
    }

    /** A parameter's value, empty when it has none; null when absent. */
    public String param(String name) {
        return params.get(name);
    }

    /** The tag (RFC 3261 19.3); null when absent. */
    public String tag() {
        return params.get("tag");
    }

    /** The preference in thousandths, 0 to 1000; 1000 when absent, -1 when it is no qvalue (RFC 3261 25.1). */
    public int q() {
        String text = params.get("q");
        if (text == null) {
            return Q_SCALE;
        }
        int dot = text.indexOf('.');
        long whole = Grammar.decimal(text, 0, dot < 0 ? text.length() : dot, 1);
        int thousandths = 0;
        if (dot >= 0) {
            int digits = text.length() - dot - 1;
            if (digits > 3) {
                return -1;
            }
            long fraction = digits == 0 ? 0 : Grammar.decimal(text, dot + 1, text.length(), Q_SCALE);
            if (fraction < 0) {
                return -1;
            }
            thousandths = (int) (fraction * (digits == 1 ? 100 : digits == 2 ? 10 : 1));
        }
        int q = (int) whole * Q_SCALE + thousandths;
        return whole < 0 || q > Q_SCALE ? -1 : q;
    }

    /** The value as it could stand in a message; equal in meaning to what was read, not in space and quotes. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(uriText.length() + 64);
        if (!displayName.isEmpty()) {
            out.append(Grammar.quote(displayName)).append(' ');
        }
        out.append('<').append(uriText).append('>');
        params.appendTo(out);
        return out.toString();
    }
}
