package org.p2psip.edge.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A tel URI (RFC 3966).
 *
 * @param text the URI as written
 * @param number what is dialled, without visual separators: {@code +} and digits of a global number; digits, letters A to
 *     F, {@code *} and {@code #} of a local one
 * @param phoneContext where a local number is valid: a domain name in lower case, or the {@code +} and digits that it
 *     follows; empty for a global number
 * @param params all other parameters in their order, names in lower case, values without escapes, empty for one without
 */
public record TelUri(String text, String number, String phoneContext, Map<String, String> params) {
    private static final String SCHEME = "tel:";
    private static final String CONTEXT = "phone-context";
    private static final int MAX_DIGITS = 64;

    /** Reads a URI; empty when it is no tel URI, does not follow its grammar, or its number has more than 64 digits. */
    public static Optional<TelUri> parse(String text) {
        if (!isTel(text) || text.length() > SipUri.MAX_LENGTH) {
            return Optional.empty();
        }
        int semicolon = text.indexOf(';');
        int end = semicolon < 0 ? text.length() : semicolon;
        String dialled = Escapes.decode(text.substring(SCHEME.length(), end));
        String number = dialled == null ? "" : withoutSeparators(dialled);
        Map<String, String> params = number.isEmpty() ? null : paramsOf(text, end);
        if (params == null) {
            return Optional.empty();
        }
        String context = params.remove(CONTEXT);
        boolean global = number.charAt(0) == '+';
        if (global) {
            // RFC 3966 5.1.5: a global number is complete in itself
            return context == null && isGlobal(number)
                    ? Optional.of(new TelUri(text, number, "", params))
                    : Optional.empty();
        }
        String valid = context == null ? null : contextOf(context);
        return valid == null ? Optional.empty() : Optional.of(new TelUri(text, number, valid, params));
    }

    /** Whether the text has the scheme of these. */
    public static boolean isTel(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Whether a URI that does not parse would be one if it named its context: a number that is valid somewhere, and
     * does not say where (RFC 3966 5.1.5).
     */
    public static boolean lacksContext(String text) {
        return isTel(text)
                && text.indexOf(CONTEXT) < 0
                && parse(text + ';' + CONTEXT + "=invalid").isPresent();
    }

    /** Whether the number is valid everywhere (RFC 3966 5.1.4). */
    public boolean isGlobal() {
        return phoneContext.isEmpty();
    }

    /** The number as somebody can dial it who is anywhere: with the digits of the context before it, where it has some. */
    public String globalNumber() {
        return phoneContext.startsWith("+") ? phoneContext + number : number;
    }

    /** The number without visual separators; empty when it has anything else than a number has, or too much of it. */
    private static String withoutSeparators(String dialled) {
        StringBuilder number = new StringBuilder(dialled.length());
        for (int i = 0; i < dialled.length(); i++) {
            char c = dialled.charAt(i);
            boolean isDigit = Character.digit(c, 16) >= 0 && c < 0x80 || c == '*' || c == '#';
            if (isDigit || c == '+' && i == 0) {
                number.append(c);
            } else if (!isSeparator(c)) {
                return "";
            }
        }
        return number.length() > MAX_DIGITS ? "" : number.toString();
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '.' || c == '(' || c == ')';
    }

    private static boolean isGlobal(String number) {
        return number.length() > 1 && Grammar.isDigits(number.substring(1));
    }

    /** Null when the value is neither a domain name nor the beginning of a global number. */
    private static String contextOf(String value) {
        if (value.startsWith("+")) {
            String digits = withoutSeparators(value);
            return !digits.isEmpty() && isGlobal(digits) ? digits : null;
        }
        String domain = Grammar.lower(value);
        return !domain.startsWith("[") && HostPort.hostEnd(domain, 0, domain.length()) == domain.length()
                ? domain
                : null;
    }

    private static Map<String, String> paramsOf(String text, int from) {
        Map<String, String> params = new LinkedHashMap<>(4);
        int i = from;
        while (i < text.length()) {
            int next = text.indexOf(';', i + 1);
            next = next < 0 ? text.length() : next;
            int equals = text.indexOf('=', i);
            boolean hasValue = equals >= 0 && equals < next;
            String name = text.substring(i + 1, hasValue ? equals : next);
            String value = hasValue ? Escapes.decode(text.substring(equals + 1, next)) : "";
            if (!isName(name) || value == null || (hasValue && value.isEmpty())) {
                return null;
            }
            if (params.put(Grammar.lower(name), value) != null) {
                return null;
            }
            i = next;
        }
        return params;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!Grammar.isAlphanumeric(name.charAt(i)) && name.charAt(i) != '-') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** The URI as written. */
    @Override
    public String toString() {
        return text;
    }
}
