package org.p2psip.edge.service.settings;

import java.util.Optional;
import org.p2psip.edge.Transport;
import org.p2psip.edge.outbound.OutboundConfig;
import org.p2psip.edge.route.AdvertisedAddress;

/** How phones are reached over their flows, and the edges of a site by each other: {@code p2psip.outbound} and what goes with it. */
final class OutboundSettings {
    private static final int MAX_PORT = 65_535;

    private OutboundSettings() {}

    /** Throws {@link SettingRefused} for the first value that is wrong. */
    static void check(EdgeProperties p) {
        flows(p);
        peerTransport(p);
        siteHost(p);
        p.sip().sitePort().ifPresent(port -> EdgeSettings.inRange("p2psip.sip.site-port", port, 1, MAX_PORT));
        EdgeSettings.inRange("p2psip.edge.peer-timeout-ms", p.edge().peerTimeoutMs(), 200, 30_000);
        int timer = p.outbound().flowTimerSeconds();
        EdgeSettings.inRange("p2psip.outbound.flow-timer-seconds", timer, 10, 3_600);
        if (timer >= p.sip().connectionIdleSeconds()) {
            // RFC 5626 5.4: longer than what the phone was told
            throw new SettingRefused(
                    "p2psip.outbound.flow-timer-seconds",
                    timer,
                    "must be less than p2psip.sip.connection-idle-seconds ("
                            + p.sip().connectionIdleSeconds() + ")");
        }
    }

    static OutboundConfig of(EdgeProperties p, AdvertisedAddress advertised) {
        return new OutboundConfig(
                flows(p),
                p.outbound().flowTimerSeconds(),
                peerTransport(p),
                p.edge().peerTimeoutMs(),
                siteHost(p).orElse(null),
                p.sip().sitePort().orElse(advertised.port()));
    }

    private static OutboundConfig.Flows flows(EdgeProperties p) {
        return switch (p.outbound().flows()) {
            case "needed" -> OutboundConfig.Flows.NEEDED;
            case "all" -> OutboundConfig.Flows.ALL;
            default ->
                throw new SettingRefused("p2psip.outbound.flows", p.outbound().flows(), "must be needed or all");
        };
    }

    private static Transport peerTransport(EdgeProperties p) {
        Optional<String> given = p.edge().peerTransport().filter(text -> !text.isBlank());
        return given.map(text -> switch (text) {
                    case "udp" -> Transport.UDP;
                    case "tcp" -> Transport.TCP;
                    case "tls" -> Transport.TLS;
                    default -> throw new SettingRefused("p2psip.edge.peer-transport", text, "must be udp, tcp or tls");
                })
                .orElse(null);
    }

    private static Optional<String> siteHost(EdgeProperties p) {
        return p.sip()
                .siteHost()
                .filter(host -> !host.isBlank())
                .map(host -> SipSettings.host("p2psip.sip.site-host", host));
    }
}
