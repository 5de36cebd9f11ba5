package org.p2psip.edge.message;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One Via value (RFC 3261 20.42, RFC 3581).
 *
 * @param version protocol name and version, {@code SIP/2.0}
 * @param transport transport in upper case
 * @param host sent-by host in lower case, IPv6 in brackets
 * @param port sent-by port, -1 when absent
 * @param parameters all parameters in their order, names in lower case; empty value for one without
 */
public record Via(String version, String transport, String host, int port, Map<String, String> parameters) {
    /** What the branch of an RFC 3261 element starts with. */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    /** {@link #rport()} of a Via without that parameter. */
    public static final int RPORT_ABSENT = -1;

    /** {@link #rport()} of a Via that asks for it. */
    public static final int RPORT_ASKED = 0;

    public Via {
        parameters = Parameters.of(parameters);
    }

    /** Reads one value (no comma list); empty when it does not follow the grammar. */
    public static Optional<Via> parse(String value) {
        return Optional.ofNullable(parse(value, false));
    }

    /**
     * Reads what a response needs, protocol and sent-by, and drops parameters that cannot be read: for the Via of a
     * request that is answered with 400.
     */
    static Via parseSentBy(String value) {
        return parse(value, true);
    }

    private static Via parse(String text, boolean sentByOnly) {
        int end = text.length();
        int nameEnd = Grammar.tokenEnd(text, 0, end);
        int version = behindSlash(text, nameEnd, end);
        if (nameEnd == 0 || version < 0) {
            return null;
        }
        int versionEnd = Grammar.tokenEnd(text, version, end);
        int transport = behindSlash(text, versionEnd, end);
        if (versionEnd == version || transport < 0) {
            return null;
        }
        int transportEnd = Grammar.tokenEnd(text, transport, end);
        int host = Grammar.skipSpace(text, transportEnd, end);
        int hostEnd = HostPort.hostEnd(text, host, end);
        if (transportEnd == transport || host == transportEnd || hostEnd < 0) {
            return null;
        }
        int port = -1;
        int i = Grammar.skipSpace(text, hostEnd, end);
        if (i < end && text.charAt(i) == ':') {
            int digits = Grammar.skipSpace(text, i + 1, end);
            i = digits;
            while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                i++;
            }
            port = HostPort.port(text, digits, i);
            if (port < 0) {
                return null;
            }
        }
        Parameters parameters = Parameters.parse(text, i, end);
        if (parameters == null || !isRport(parameters.get("rport"))) {
            if (!sentByOnly) {
                return null;
            }
            parameters = Parameters.NONE;
        }
        return new Via(
                protocol(text, nameEnd, version, versionEnd),
                transport(text, transport, transportEnd),
                Grammar.lower(text.substring(host, hostEnd)),
                port,
                parameters);
    }

    private static String protocol(String text, int nameEnd, int version, int versionEnd) {
        boolean usual =
                nameEnd == 3 && versionEnd - version == 3 && text.startsWith("SIP") && text.startsWith("2.0", version);
        return usual ? "SIP/2.0" : text.substring(0, nameEnd) + "/" + text.substring(version, versionEnd);
    }

    private static boolean isRport(String value) {
        return value == null || value.isEmpty() || HostPort.port(value, 0, value.length()) > 0;
    }

    private static int behindSlash(String text, int from, int end) {
        int i = Grammar.skipSpace(text, from, end);
        return i < end && text.charAt(i) == '/' ? Grammar.skipSpace(text, i + 1, end) : -1;
    }

    private static String transport(String text, int from, int end) {
        if (end - from == 3 && text.regionMatches(true, from, "UDP", 0, 3)) {
            return "UDP";
        }
        if (end - from == 3 && text.regionMatches(true, from, "TCP", 0, 3)) {
            return "TCP";
        }
        return text.substring(from, end).toUpperCase(Locale.ROOT);
    }

    /** A parameter's value without quotes, empty when it has none; null when absent. */
    public String parameter(String name) {
        return parameters.get(name);
    }

    /** The branch; null when absent. */
    public String branch() {
        return parameters.get("branch");
    }

    /** The address that the request came from; null when absent. */
    public String received() {
        return parameters.get("received");
    }

    /** The port that the request came from; {@link #RPORT_ABSENT} or {@link #RPORT_ASKED}. */
    public int rport() {
        String value = parameters.get("rport");
        if (value == null) {
            return RPORT_ABSENT;
        }
        return value.isEmpty() ? RPORT_ASKED : HostPort.port(value, 0, value.length());
    }

    /**
     * Whether the branch identifies a transaction (RFC 3261 8.1.1.7). The bare cookie does not: it is matched as RFC
     * 2543 says.
     */
    public boolean hasMagicCookie() {
        String branch = branch();
        return branch != null && branch.length() > MAGIC_COOKIE.length() && branch.startsWith(MAGIC_COOKIE);
    }

    /** Host and port as written; the port only when it is there. */
    public String sentBy() {
        return port < 0 ? host : host + ":" + port;
    }

    /** This Via with where the request came from (RFC 3261 18.2.1, RFC 3581 4); null or -1 leaves it as it is. */
    public Via withSource(String received, int rport) {
        Parameters changed = (Parameters) parameters;
        if (received != null) {
            changed = changed.with("received", received);
        }
        if (rport > 0) {
            changed = changed.with("rport", Integer.toString(rport));
        }
        return new Via(version, transport, host, port, changed);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(96)
                .append(version)
                .append('/')
                .append(transport)
                .append(' ')
                .append(sentBy());
        ((Parameters) parameters).appendTo(out);
        return out.toString();
    }
}
