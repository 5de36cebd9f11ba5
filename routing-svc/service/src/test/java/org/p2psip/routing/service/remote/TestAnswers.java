package org.p2psip.routing.service.remote;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.ring.Deliveries;
import org.p2psip.routing.service.storage.StorageLink;

/** What peers that are not a whole service answer. */
public final class TestAnswers {
    private TestAnswers() {}

    public static Deliveries of(StorageLink storage, MeterRegistry registry) {
        return new PeerAnswers(storage, new HopMetrics(registry));
    }
}
