package org.p2psip.routing.forward;

import org.p2psip.routing.message.Message;
import org.p2psip.routing.ring.NodeId;

/** Takes the requests that have reached their destination. */
public interface Inbox {
    /**
     * A request for this peer.
     *
     * @param from the peer that it was received from; null for one of this peer's own
     */
    void request(NodeId from, Message request);
}
