package org.p2psip.routing.service;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.tls.service.TlsSettings;

/** Settings of a peer that is not a whole service. */
public final class TestSettings {
    private static final Settings.Bootstrap NO_CALLS =
            new Settings.Bootstrap(BootstrapServer.Config.defaults(), OptionalInt.empty(), List.of());

    private TestSettings() {}

    public static Settings with(HostPort storage, Settings.Limits limits) {
        return with(storage, limits, NO_CALLS);
    }

    public static Settings with(Settings.Bootstrap bootstrap) {
        return with(new HostPort("127.0.0.1", 7461), new Settings.Limits(1, 1 << 20, 1), bootstrap);
    }

    private static Settings with(HostPort storage, Settings.Limits limits, Settings.Bootstrap bootstrap) {
        return new Settings(
                "127.0.0.1",
                Path.of("unused"),
                TlsSettings.OFF,
                new Settings.Kafka("127.0.0.1:1", 1, (short) 1),
                "example.org",
                List.of("example.org"),
                "local",
                storage,
                new HostPort("127.0.0.1", 7460),
                bootstrap,
                limits,
                RoutingTestPorts.NO_ENROLLMENT);
    }
}
