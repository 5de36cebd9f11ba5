package org.p2psip.edge.route;

import java.util.Locale;

/**
 * A name or address, other than the one advertised, by which a URI may mean this edge.
 *
 * @param host in lower case, IPv6 in brackets
 * @param port 0 for every port that this edge listens on
 */
public record Alias(String host, int port) {
    public Alias {
        host = host.toLowerCase(Locale.ROOT);
    }
}
