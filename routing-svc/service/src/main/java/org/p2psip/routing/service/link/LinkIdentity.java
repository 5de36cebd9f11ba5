package org.p2psip.routing.service.link;

import io.grpc.Attributes;
import io.grpc.Grpc;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.p2psip.routing.ring.NodeId;

/**
 * Whether the other side of a link is the peer that it says it is. The one place that knows how that is shown: without
 * certificates a claim is believed on loopback, and nowhere else.
 */
@Singleton
final class LinkIdentity {
    /**
     * Why a claim is not believed; empty when it is.
     *
     * @param transport of the connection that the claim came on
     */
    Optional<String> refusal(NodeId claimed, Attributes transport) {
        return refusal(transport).map(why -> why + "; it says that it is " + claimed);
    }

    /** Why the other side of a connection is not believed to be a peer at all; empty when it is. */
    Optional<String> refusal(Attributes transport) {
        boolean loopback = transport != null
                && transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress();
        return loopback
                ? Optional.empty()
                : Optional.of("no certificate shows which peer is at the other side; without certificates peers link on"
                        + " loopback only");
    }
}
