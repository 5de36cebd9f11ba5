package org.p2psip.edge.service.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.p2psip.edge.service.tls.TlsOptions;

/** Checks what is configured of TLS and of the ports beside it. What the files hold is checked when they are read. */
final class TlsSettings {
    private static final String KEY = "p2psip.sip.tls.";
    private static final int MAX_PORT = 65_535;

    private TlsSettings() {}

    static TlsOptions of(SipProperties sip) {
        SipProperties.Tls tls = sip.tls();
        checkPorts(sip);
        EdgeSettings.inRange(KEY + "handshake-timeout-ms", tls.handshakeTimeoutMs(), 500, 60_000);
        EdgeSettings.inRange(KEY + "reload-seconds", tls.reloadSeconds(), 1, 86_400);
        Optional<Path> certificate = file(tls.certificate());
        Optional<Path> key = file(tls.key());
        if (certificate.isPresent() != key.isPresent()) {
            throw certificate.isPresent()
                    ? new SettingRefused(KEY + "key", "", "must be set with " + KEY + "certificate")
                    : new SettingRefused(KEY + "certificate", "", "must be set with " + KEY + "key");
        }
        if (sip.wss().port().isPresent() && certificate.isEmpty()) {
            throw new SettingRefused(
                    "p2psip.sip.wss.port",
                    sip.wss().port().get(),
                    "must be absent without " + KEY + "certificate: WSS is TLS");
        }
        Optional<Path> trust = file(tls.trust());
        TlsOptions.ClientCertificates clients = clients(tls);
        if (clients != TlsOptions.ClientCertificates.NONE && trust.isEmpty()) {
            throw new SettingRefused(
                    KEY + "client-certificates",
                    tls.clientCertificates(),
                    "must be none without " + KEY + "trust, which says whose certificates count");
        }
        return new TlsOptions(
                certificate, key, trust, allows12(tls), clients, tls.handshakeTimeoutMs(), tls.reloadSeconds());
    }

    private static Optional<Path> file(Optional<String> name) {
        return name.filter(text -> !text.isBlank()).map(Path::of);
    }

    private static boolean allows12(SipProperties.Tls tls) {
        return switch (tls.minimumVersion()) {
            case "1.2" -> true;
            case "1.3" -> false;
            default -> throw new SettingRefused(KEY + "minimum-version", tls.minimumVersion(), "must be 1.2 or 1.3");
        };
    }

    private static TlsOptions.ClientCertificates clients(SipProperties.Tls tls) {
        return switch (tls.clientCertificates()) {
            case "none" -> TlsOptions.ClientCertificates.NONE;
            case "request" -> TlsOptions.ClientCertificates.REQUEST;
            case "require" -> TlsOptions.ClientCertificates.REQUIRE;
            default ->
                throw new SettingRefused(
                        KEY + "client-certificates", tls.clientCertificates(), "must be none, request or require");
        };
    }

    /** No two transports of TCP can have a port together. */
    private static void checkPorts(SipProperties sip) {
        Map<Integer, String> taken = new HashMap<>();
        taken.put(sip.port(), "p2psip.sip.port");
        if (file(sip.tls().certificate()).isPresent()) {
            checkPort(taken, KEY + "port", sip.tls().port());
        }
        sip.ws().port().ifPresent(port -> checkPort(taken, "p2psip.sip.ws.port", port));
        sip.wss().port().ifPresent(port -> checkPort(taken, "p2psip.sip.wss.port", port));
        advertised("tls", sip.tls().advertisedPort());
        advertised("ws", sip.ws().advertisedPort());
        advertised("wss", sip.wss().advertisedPort());
    }

    private static void checkPort(Map<Integer, String> taken, String key, int port) {
        EdgeSettings.inRange(key, port, 0, MAX_PORT);
        String other = port == 0 ? null : taken.putIfAbsent(port, key);
        if (other != null) {
            throw new SettingRefused(key, port, "must be another port than that of " + other);
        }
    }

    private static void advertised(String transport, Optional<Integer> port) {
        port.ifPresent(
                number -> EdgeSettings.inRange("p2psip.sip." + transport + ".advertised-port", number, 1, MAX_PORT));
    }
}
