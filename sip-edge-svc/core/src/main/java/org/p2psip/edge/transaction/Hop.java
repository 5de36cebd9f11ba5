package org.p2psip.edge.transaction;

import java.net.InetSocketAddress;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Transport;

/**
 * Where a request is sent.
 *
 * @param transport the transport
 * @param address resolved address
 */
public record Hop(Transport transport, InetSocketAddress address) {
    EdgeCommand send(byte[] message, long failureToken) {
        return new EdgeCommand.SendTo(transport, address, message, failureToken);
    }
}
