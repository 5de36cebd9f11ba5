package org.p2psip.routing.service.handover;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.link.RangeSource;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.tls.service.ServiceSecurity;

/** What brings records from site to site, of peers that are not a whole service. */
public final class TestHandOver {
    public final RangeTakeOver takeOver;
    public final Replication replication;
    public final RangeSource source;
    public final RangeRepair repair;

    public TestHandOver(RingPeer ring, StorageLink storage, PeerLoop loop, MeterRegistry registry) {
        HandOverMetrics metrics = new HandOverMetrics(registry);
        replication = new Replication(ring, storage, loop, metrics);
        RangeReplication replicas = new RangeReplication(ring, storage, replication, loop, metrics);
        takeOver = new RangeTakeOver(
                ring,
                storage,
                replicas,
                new LinkChannels(loop, ServiceSecurity.none(RoutingCalls.TABLE)),
                loop,
                metrics);
        repair = new RangeRepair(
                storage, replication, new LinkChannels(loop, ServiceSecurity.none(RoutingCalls.TABLE)), registry);
        source = new HandOverSource(loop, storage, takeOver, registry);
    }
}
