package org.p2psip.routing.service.bootstrap;

import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import org.p2psip.routing.service.config.Settings;

/** Bootstrap servers of peers that are not a whole service. */
public final class TestBootstrap {
    private TestBootstrap() {}

    public static BindableService of(KnownPeers known, Settings settings, Executor loop, MeterRegistry registry) {
        return new BootstrapService(known, settings, loop, () -> 1, registry);
    }
}
