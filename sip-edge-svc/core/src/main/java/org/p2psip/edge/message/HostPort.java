package org.p2psip.edge.message;

/** The hostport of RFC 3261 25.1: where it ends in a text, and whether it is one. */
final class HostPort {
    static final int MAX_HOST_LENGTH = 255;
    private static final int MAX_PORT = 65_535;

    private HostPort() {}

    /** Where the host that starts at {@code from} ends; -1 when there is none. */
    static int hostEnd(String text, int from, int end) {
        int i = from;
        if (i < end && text.charAt(i) == '[') {
            return ipv6ReferenceEnd(text, from, end);
        }
        boolean labelStart = true;
        while (i < end && isHost(text.charAt(i))) {
            boolean dot = text.charAt(i) == '.';
            if (dot && labelStart) {
                return -1;
            }
            labelStart = dot;
            i++;
        }
        return i > from && i - from <= MAX_HOST_LENGTH ? i : -1;
    }

    private static int ipv6ReferenceEnd(String text, int from, int end) {
        int colons = 0;
        for (int i = from + 1; i < end && i - from <= MAX_HOST_LENGTH; i++) {
            char c = text.charAt(i);
            if (c == ']') {
                return colons >= 2 ? i + 1 : -1;
            }
            if (c == ':') {
                colons++;
            } else if (Character.digit(c, 16) < 0 && c != '.') {
                return -1;
            }
        }
        return -1;
    }

    // An underscore is no host name's, but container platforms give such names
    private static boolean isHost(char c) {
        return Grammar.isAlphanumeric(c) || c == '-' || c == '.' || c == '_';
    }

    /** A port, 1 to 65535; -1 when the text is none. */
    static int port(String text, int from, int end) {
        int port = (int) Grammar.decimal(text, from, end, MAX_PORT);
        return port == 0 ? -1 : port;
    }
}
