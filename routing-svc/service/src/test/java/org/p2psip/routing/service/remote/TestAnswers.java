package org.p2psip.routing.service.remote;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.ring.Deliveries;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/** What peers that are not a whole service answer, and ask of others. */
public final class TestAnswers {
    private TestAnswers() {}

    public static Deliveries of(StorageLink storage, MeterRegistry registry) {
        return new PeerAnswers(storage, new HopMetrics(registry));
    }

    public static OverlayRecords records(RingPeer ring, StorageLink storage, PeerLoop loop, MeterRegistry registry) {
        return new OverlayRecords(ring, storage, new RemoteMetrics(registry), new Patience(loop));
    }
}
