package org.p2psip.routing.service.attached;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;

/** Clients of peers that are not a whole service. */
public final class TestClients {
    private TestClients() {}

    public static AttachedClients of(RingPeer ring, PeerLoop loop, MeterRegistry registry) {
        return new AttachedClients(ring, loop, new AttachedMetrics(registry));
    }
}
