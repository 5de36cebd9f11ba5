package org.p2psip.edge.service.transport;

import java.net.InetSocketAddress;
import org.p2psip.edge.Flow;

/**
 * One object for the flow of each UDP peer that was heard lately. A transaction keeps the flow of its request for 32 s:
 * where phones and trunks send one request after the other, theirs need not be kept again and again. A peer that is
 * pushed out by another one gets a new object.
 */
final class KnownFlows {
    private static final int KEPT_BITS = 12;
    /** Mixes the bits of a hash into its highest ones. */
    private static final int SPREAD = 0x9E3779B9;

    private final Flow[] flows = new Flow[1 << KEPT_BITS];

    Flow of(InetSocketAddress remote) {
        int index = remote.hashCode() * SPREAD >>> Integer.SIZE - KEPT_BITS;
        Flow known = flows[index];
        if (known != null && known.remote().equals(remote)) {
            return known;
        }
        Flow flow = Flow.udp(remote);
        flows[index] = flow;
        return flow;
    }
}
