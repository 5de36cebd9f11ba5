package org.p2psip.storage.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a user is, and by which proxies to get there (draft-willis-p2psip-concepts-02 section 3.4.3: Contact and Path). In a
 * SIP-REGISTRATION it is the contact's URI with the proxies as Route header fields (RFC 3261 section 19.1.1).
 *
 * @param contact a SIP URI without header fields
 * @param path URIs of proxies, the one to send to first, each with or without angle brackets
 */
public record RouteSet(String contact, List<String> path) {
    private static final String ROUTE = "route=";
    /** What may stand unescaped in a header field of a URI: unreserved and hnv-unreserved, letters and digits apart. */
    private static final String UNESCAPED = "-_.!~*'()[]/?:+$";

    public RouteSet {
        path = List.copyOf(path);
    }

    /** As one URI. */
    public String toUri() {
        StringBuilder uri = new StringBuilder(contact);
        char separator = '?';
        for (String proxy : path) {
            uri.append(separator).append("Route=");
            escape(proxy.startsWith("<") ? proxy : "<" + proxy + ">", uri);
            separator = '&';
        }
        return uri.toString();
    }

    /** Reads a URI; header fields other than Route are left out. Empty when its escapes are broken. */
    public static Optional<RouteSet> of(String uri) {
        int headers = uri.indexOf('?');
        if (headers < 0) {
            return Optional.of(new RouteSet(uri, List.of()));
        }
        List<String> path = new ArrayList<>();
        for (String header : uri.substring(headers + 1).split("&")) {
            if (header.toLowerCase(Locale.ROOT).startsWith(ROUTE)) {
                Optional<String> value = unescaped(header.substring(ROUTE.length()));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                path.add(value.get());
            }
        }
        return Optional.of(new RouteSet(uri.substring(0, headers), path));
    }

    private static void escape(String value, StringBuilder to) {
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (plain || (c < 0x80 && UNESCAPED.indexOf(c) >= 0)) {
                to.append(c);
            } else {
                to.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
    }

    private static Optional<String> unescaped(String value) {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[octets.length];
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                plain[length++] = octets[i];
            } else if (i + 2 < octets.length && isHex(octets[i + 1]) && isHex(octets[i + 2])) {
                plain[length++] = (byte) HexFormat.fromHexDigits(value.substring(i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new String(plain, 0, length, StandardCharsets.UTF_8));
    }

    private static boolean isHex(byte octet) {
        return HexFormat.isHexDigit(octet);
    }
}
