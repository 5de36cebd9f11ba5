package org.p2psip.routing.service.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.peer.PeerConfig.Liveness;

/** Reads the settings of the ring, and refuses the first that is wrong. */
final class RingReader {
    private static final String PREFIX = "p2psip.ring.";

    private RingReader() {}

    static Settings.Ring read(RoutingConfig.Ring ring) {
        return new Settings.Ring(
                ways(ring.join()),
                Duration.ofSeconds(number("begin-after", ring.beginAfter(), 0, 86_400)),
                SettingsReader.matching(PREFIX + "dial-only", ring.dialOnly(), "true|false", "true or false")
                        .equals("true"),
                Duration.ofSeconds(number("compare-interval", ring.compareInterval(), 0, 86_400)),
                number("link-queue", ring.linkQueue(), 16, 65_536),
                number("link-queue-bytes", ring.linkQueueBytes(), 1 << 20, 1 << 30),
                peer(ring));
    }

    private static Ways ways(Optional<String> join) {
        List<String> written = Arrays.stream(join.orElse("").split(","))
                .map(String::strip)
                .filter(way -> !way.isEmpty())
                .toList();
        try {
            return Ways.of(written);
        } catch (IllegalArgumentException noWay) {
            throw StartRefused.setting(
                    PREFIX + "join",
                    join.orElse(""),
                    "one or more of host:port, dns:_service._tcp.domain, dns:host:port, multicast, broadcast,"
                            + " separated by commas");
        }
    }

    private static PeerConfig peer(RoutingConfig.Ring ring) {
        PeerConfig standard = PeerConfig.defaults();
        Liveness liveness = standard.liveness();
        return new PeerConfig(
                standard.neighbors(),
                number("update-interval", ring.updateInterval(), 1_000, 3_600_000),
                standard.updateGapMs(),
                standard.fingerIntervalMs(),
                standard.searchIntervalMs(),
                number("join-timeout", ring.joinTimeout(), 500, 60_000),
                standard.holdDownMs(),
                new Liveness(
                        number("neighbor-silence", ring.neighborSilence(), 200, 600_000),
                        liveness.linkSilenceMs(),
                        number("probe-timeout", ring.probeTimeout(), 100, 60_000),
                        liveness.suspectAfter(),
                        liveness.failedAfter(),
                        liveness.vouchedMs(),
                        liveness.idleMs()),
                standard.forwarding(),
                standard.limits());
    }

    private static int number(String key, String value, int min, int max) {
        return SettingsReader.number(PREFIX + key, value, min, max);
    }
}
