package org.p2psip.routing.service.link;

import org.p2psip.routing.message.Message;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/** Who is told of the links of this peer, on the peer loop. */
public interface LinkListener {
    /** @param dialer whether this side opened it */
    void linkUp(PeerInfo peer, boolean dialer);

    /** A link could not be opened. */
    void linkFailed(NodeId peer, String reason);

    void linkBroken(NodeId peer, String reason);

    /** The other side ended a link in good order. */
    void linkClosed(NodeId peer);

    void received(NodeId from, Message message);
}
