package org.p2psip.edge.service.settings;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where the SIP message trace goes.
 *
 * @param collector address of the HEP collector, resolved
 * @param captureId tells this edge from others there
 */
public record HepSettings(InetSocketAddress collector, int captureId) {
    private static final String KEY = "p2psip.hep.target";
    private static final int MAX_PORT = 65_535;

    /** Checks what {@code p2psip.hep} says; empty when there is no collector. */
    static Optional<HepSettings> of(EdgeProperties.Hep p) {
        EdgeSettings.inRange("p2psip.hep.capture-id", p.captureId(), 1, Integer.MAX_VALUE);
        String target = p.target().map(String::strip).orElse("");
        if (target.isEmpty()) {
            return Optional.empty();
        }
        int colon = target.lastIndexOf(':');
        String port = target.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT || port.matches("0+")) {
            throw new SettingRefused(KEY, target, "must be HOST:PORT of a collector, such as 192.0.2.20:9060");
        }
        String host = target.substring(0, colon);
        InetSocketAddress collector = new InetSocketAddress(
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(port));
        if (collector.isUnresolved()) {
            throw new SettingRefused(KEY, target, "must name a host that can be resolved");
        }
        return Optional.of(new HepSettings(collector, p.captureId()));
    }
}
