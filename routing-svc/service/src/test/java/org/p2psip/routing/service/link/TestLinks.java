package org.p2psip.routing.service.link;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.peer.LocalPeer;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.tls.service.ServiceSecurity;

/** Links of peers that are not a whole service. */
public final class TestLinks {
    private TestLinks() {}

    public static PeerLinks of(LocalPeer local, Settings settings, PeerLoop loop, MeterRegistry registry) {
        return new PeerLinks(
                local,
                settings,
                loop,
                new LinkChannels(loop, ServiceSecurity.none(RoutingCalls.TABLE)),
                new LinkIdentity(ServiceSecurity.none(RoutingCalls.TABLE)),
                new PeerLinkMetrics(registry));
    }

    public static ServerServiceDefinition service(
            PeerLinks links, RangeSource ranges, WatchSource watches, CompareSource digests) {
        return ServerInterceptors.intercept(
                new LinkService(
                        links, new LinkIdentity(ServiceSecurity.none(RoutingCalls.TABLE)), ranges, watches, digests),
                new LinkTransport());
    }
}
