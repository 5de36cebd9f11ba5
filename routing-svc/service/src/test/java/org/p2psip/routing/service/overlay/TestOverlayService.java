package org.p2psip.routing.service.overlay;

import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.attached.AttachedClients;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.ClientOperations;
import org.p2psip.routing.service.remote.NodeMessages;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.watch.WatchCalls;

/** The client protocol of peers that are not a whole service. */
public final class TestOverlayService {
    private TestOverlayService() {}

    public static BindableService of(
            ClientOperations operations,
            OverlayRecords records,
            NodeMessages messages,
            AttachedClients clients,
            WatchCalls watches,
            PeerLoop loop,
            Settings settings,
            MeterRegistry registry) {
        return new OverlayService(
                operations, records, messages, clients, loop, new OpenStreams(loop, registry), watches, settings);
    }
}
