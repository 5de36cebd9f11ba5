package org.p2psip.routing.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.tls.service.TlsSettings;

/** Settings of a peer that is not a whole service. */
public final class TestSettings {
    private static final Settings.Bootstrap NO_CALLS =
            new Settings.Bootstrap(BootstrapServer.Config.defaults(), OptionalInt.empty(), List.of());

    private static final Settings.Ring ALONE = ring("", PeerConfig.defaults());

    private TestSettings() {}

    /** @param join ways to the ring, separated by commas; empty to begin it */
    public static Settings.Ring ring(String join, PeerConfig peer) {
        return ring(join, peer, false);
    }

    /** @param dialOnly whether nobody can dial the peer */
    public static Settings.Ring ring(String join, PeerConfig peer, boolean dialOnly) {
        List<String> ways = join.isEmpty() ? List.of() : List.of(join.split(","));
        return new Settings.Ring(Ways.of(ways), Duration.ZERO, dialOnly, Duration.ZERO, 1024, 1 << 24, peer);
    }

    /** A peer of a ring. */
    public static Settings member(HostPort self, HostPort storage, String site, Settings.Ring ring) {
        return with(self, List.of(storage), new Settings.Limits(1_000, 1 << 24, 1_000), NO_CALLS, site, ring);
    }

    public static Settings with(HostPort storage, Settings.Limits limits) {
        return with(List.of(storage), limits);
    }

    public static Settings with(List<HostPort> storage, Settings.Limits limits) {
        return with(new HostPort("127.0.0.1", 7460), storage, limits, NO_CALLS, "local", ALONE);
    }

    public static Settings with(Settings.Bootstrap bootstrap) {
        return with(new HostPort("127.0.0.1", 7461), new Settings.Limits(1, 1 << 20, 1), bootstrap);
    }

    private static Settings with(HostPort storage, Settings.Limits limits, Settings.Bootstrap bootstrap) {
        return with(new HostPort("127.0.0.1", 7460), List.of(storage), limits, bootstrap, "local", ALONE);
    }

    private static Settings with(
            HostPort self,
            List<HostPort> storage,
            Settings.Limits limits,
            Settings.Bootstrap bootstrap,
            String site,
            Settings.Ring ring) {
        return new Settings(
                "127.0.0.1",
                Path.of("unused"),
                TlsSettings.OFF,
                new Settings.Kafka(KafkaAccess.plaintext("127.0.0.1:1"), 1, (short) 1),
                "example.org",
                List.of("example.org"),
                site,
                storage,
                self,
                bootstrap,
                limits,
                new Settings.Watches(3, 2),
                RoutingTestPorts.NO_ENROLLMENT,
                ring);
    }
}
