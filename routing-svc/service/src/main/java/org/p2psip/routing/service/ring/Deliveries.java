package org.p2psip.routing.service.ring;

import java.util.function.Consumer;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.PeerCommand;

/** Answers the requests of other peers that have arrived here. */
public interface Deliveries {
    /**
     * A request has arrived; on the peer loop.
     *
     * @param hops links that it came over; 0 for one of this peer's own
     * @param answer called once on the loop, at once or later
     */
    void deliver(PeerCommand.Deliver request, int hops, Consumer<Contents.Answer> answer);
}
