package org.p2psip.edge.transaction;

import java.net.InetSocketAddress;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;

/**
 * Where the responses to a request go (RFC 3261 18.2.2, RFC 3581).
 *
 * @param flow where the request came from
 * @param address for UDP where to send; for TCP where to connect to when the flow is gone; else null: a WebSocket cannot
 *     be opened to its client, and whom a new TLS connection leads to nobody has said
 */
public record ReturnPath(Flow flow, InetSocketAddress address) {
    /** The path of a request that came on that flow with that topmost Via. */
    static ReturnPath of(Flow flow, Via topVia) {
        InetSocketAddress remote = flow.remote();
        if (flow.transport() == Transport.UDP && topVia.rport() >= 0) {
            return new ReturnPath(flow, remote);
        }
        if (flow.transport().isSecure() || flow.transport().isOpenedByClientOnly()) {
            return new ReturnPath(flow, null);
        }
        // The address is where the request came from, whatever sent-by or maddr say: else anybody could have
        // responses sent to a third party.
        int port = topVia.port() < 0 ? flow.transport().defaultPort() : topVia.port();
        return new ReturnPath(
                flow, port == remote.getPort() ? remote : new InetSocketAddress(remote.getAddress(), port));
    }

    /** A path to where a request went by UDP. */
    static ReturnPath toServer(Hop hop) {
        return new ReturnPath(Flow.udp(hop.address()), hop.address());
    }

    /** A response from downstream as it is sent upstream (RFC 3261 16.7 step 3). */
    static byte[] forwarded(SipMessage response) {
        return response.edit().removeFirstValue(Header.VIA).toBytes();
    }

    EdgeCommand send(byte[] message) {
        return flow.transport() == Transport.UDP
                ? new EdgeCommand.SendTo(Transport.UDP, address, message, 0)
                : new EdgeCommand.SendOnFlow(flow, message, address, 0);
    }

    boolean isReliable() {
        return flow.transport().isReliable();
    }
}
