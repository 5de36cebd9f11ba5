package org.p2psip.routing.service.attached;

import org.p2psip.proto.v1.Delivery;

/** The stream of a client, which messages are sent on. On the peer loop. */
public interface DeliverySink {
    void send(Delivery delivery);
}
