package org.p2psip.routing.record;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address of record in canonical form (RFC 7904 section 2).
 *
 * @param user user part without escapes, not empty; its case is kept (RFC 3261 section 19.1.4)
 * @param host domain, IPv4 address, or IPv6 address in brackets; lower case
 */
public record Aor(String user, String host) {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\\[[0-9a-f:.]{2,45}]");
    /** Unreserved and user-unreserved characters of RFC 3261 section 25.1. */
    private static final String PLAIN_IN_USER =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,;?/";

    private static final Pattern ESCAPED_USER = Pattern.compile("([A-Za-z0-9\\-_.!~*'()&=+$,;?/]|%[0-9A-Fa-f]{2})+");

    /** What {@link #parse} found. */
    public sealed interface Parsed {
        /** The text is an address of record. */
        record Valid(Aor aor) implements Parsed {}

        /** The text is none; the message says why and what would be right. */
        record Malformed(String message) implements Parsed {}
    }

    /**
     * Reads "sip:user@domain", as people and programs write it: the scheme may be sip, sips or absent, escapes are
     * undone, the domain is lowered. Ports, passwords, parameters and headers make it no address of record.
     */
    public static Parsed parse(String text) {
        String rest = withoutScheme(text);
        int at = rest.indexOf('@');
        if (at <= 0 || at != rest.lastIndexOf('@')) {
            return malformed(text);
        }
        String host = rest.substring(at + 1).toLowerCase(Locale.ROOT);
        String user = rest.substring(0, at);
        if (!HOST.matcher(host).matches() || !ESCAPED_USER.matcher(user).matches()) {
            return malformed(text);
        }
        try {
            return new Parsed.Valid(new Aor(unescape(user), host));
        } catch (CharacterCodingException e) {
            return new Parsed.Malformed(
                    "'" + Quote.shorten(text) + "': the escapes of the user are no UTF-8 (" + e.getMessage() + ")");
        }
    }

    /**
     * Checks that a resource name is the canonical form of an address of record: another spelling would be another
     * resource, and what is stored there would never be found.
     */
    public static Verdict checkCanonical(String name) {
        int at = name.lastIndexOf('@');
        if (at > 0
                && HOST.matcher(name.substring(at + 1)).matches()
                && !name.startsWith("sip:")
                && !name.startsWith("sips:")) {
            return Verdict.ACCEPTED;
        }
        return Verdict.invalid("resource name '" + Quote.shorten(name)
                + "' is no canonical address of record: expected user@domain, without scheme, port, parameters and"
                + " escapes, the domain in lower case");
    }

    /** Whether a text is a domain, IPv4 address or bracketed IPv6 address in lower case. */
    public static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** What the overlay hashes: "user@host". */
    public String resourceName() {
        return user + "@" + host;
    }

    /** The address of record as a SIP URI, its user escaped where RFC 3261 section 25.1 asks for it. */
    public String toUri() {
        StringBuilder uri = new StringBuilder("sip:");
        for (byte octet : user.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && PLAIN_IN_USER.indexOf(octet) >= 0) {
                uri.append((char) octet);
            } else {
                uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return uri.append('@').append(host).toString();
    }

    private static String withoutScheme(String text) {
        for (String scheme : new String[] {"sip:", "sips:"}) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        return text;
    }

    private static String unescape(String user) throws CharacterCodingException {
        if (user.indexOf('%') < 0) {
            return user;
        }
        ByteBuffer bytes = ByteBuffer.allocate(user.length());
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c == '%') {
                bytes.put((byte) Integer.parseInt(user, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }

    private static Parsed malformed(String text) {
        return new Parsed.Malformed("'" + Quote.shorten(text)
                + "' is no address of record: expected sip:user@domain, without port, password and parameters");
    }
}
