package org.p2psip.edge.transaction;

import java.net.InetSocketAddress;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;

/**
 * Where a request is sent.
 *
 * @param transport the transport
 * @param address resolved address
 * @param serverName whom the certificate there has to name (RFC 5922 section 4); null for a transport without
 *     certificates
 * @param flow the flow that it has to go over (RFC 5626); null when any way to the address will do
 */
public record Hop(Transport transport, InetSocketAddress address, String serverName, Flow flow) {
    /** A hop that any way leads to. */
    public Hop(Transport transport, InetSocketAddress address, String serverName) {
        this(transport, address, serverName, null);
    }

    /** The other end of a flow. */
    public static Hop over(Flow flow) {
        return new Hop(flow.transport(), flow.remote(), null, flow);
    }

    /** A hop whose certificate, if it has one, nobody looks at. */
    public Hop(Transport transport, InetSocketAddress address) {
        this(transport, address, null);
    }

    /** The command that sends a message there. */
    public EdgeCommand send(byte[] message, long failureToken) {
        return flow == null
                ? new EdgeCommand.SendTo(transport, address, serverName, message, failureToken)
                : new EdgeCommand.SendOnFlow(flow, message, null, failureToken);
    }
}
