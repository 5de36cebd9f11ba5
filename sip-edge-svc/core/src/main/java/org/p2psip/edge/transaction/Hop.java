package org.p2psip.edge.transaction;

import java.net.InetSocketAddress;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Transport;

/**
 * Where a request is sent.
 *
 * @param transport the transport
 * @param address resolved address
 * @param serverName whom the certificate there has to name (RFC 5922 section 4); null for a transport without
 *     certificates
 */
public record Hop(Transport transport, InetSocketAddress address, String serverName) {
    /** A hop whose certificate, if it has one, nobody looks at. */
    public Hop(Transport transport, InetSocketAddress address) {
        this(transport, address, null);
    }

    /** The command that sends a message there. */
    public EdgeCommand send(byte[] message, long failureToken) {
        return new EdgeCommand.SendTo(transport, address, serverName, message, failureToken);
    }
}
