package org.p2psip.edge;

import java.net.InetSocketAddress;

/**
 * Where a message came from: the pair of transport addresses of RFC 5626, and for a stream the connection.
 *
 * @param transport the transport
 * @param remote the other side's address, resolved
 * @param connection number of the connection, unique in this process and never used again; 0 for UDP
 */
public record Flow(Transport transport, InetSocketAddress remote, long connection) {
    public static Flow udp(InetSocketAddress remote) {
        return new Flow(Transport.UDP, remote, 0);
    }
}
