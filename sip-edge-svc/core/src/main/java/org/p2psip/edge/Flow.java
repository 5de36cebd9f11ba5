package org.p2psip.edge;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Where a message came from: the pair of transport addresses of RFC 5626, and for a stream the connection.
 *
 * @param transport the transport
 * @param remote the other side's address, resolved
 * @param connection number of the connection, unique in this process and never used again; 0 for UDP
 * @param verifiedNames SIP domain identities of the other side's certificate, lower case, where it gave one that leads to
 *     an authority that the edge trusts (RFC 5922 section 7); else empty
 */
public record Flow(Transport transport, InetSocketAddress remote, long connection, Set<String> verifiedNames) {
    /** A flow whose other side has not shown who it is. */
    public Flow(Transport transport, InetSocketAddress remote, long connection) {
        this(transport, remote, connection, Set.of());
    }

    public static Flow udp(InetSocketAddress remote) {
        return new Flow(Transport.UDP, remote, 0);
    }
}
