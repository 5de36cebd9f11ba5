package org.p2psip.cli.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where something listens.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads "host:port", "[2001:db8::1]:port"; empty when it is neither. */
    public static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port < 1 || port > MAX_PORT || (host.contains(":") && !isBracketed) || host.contains(" ")) {
            return Optional.empty();
        }
        return Optional.of(new HostPort(isBracketed ? host.substring(1, host.length() - 1) : host, port));
    }

    /** Several, separated by commas. */
    static String list(List<HostPort> several) {
        return several.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
