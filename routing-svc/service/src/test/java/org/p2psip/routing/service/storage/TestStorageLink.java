package org.p2psip.routing.service.storage;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;

/** Links to storage of peers that are not a whole service. */
public final class TestStorageLink {
    private TestStorageLink() {}

    public static StorageLink of(NodeId self, Settings settings, PeerLoop loop, MeterRegistry registry) {
        return new StorageLink(settings, loop, new LinkMetrics(registry), new FirstQuestion(self));
    }
}
