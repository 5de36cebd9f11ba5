package org.p2psip.edge.service;

import io.quarkus.bootstrap.util.IoUtils;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.p2psip.edge.service.dns.NameServer;
import org.p2psip.edge.service.tls.TestAuthority;

/** Starts a {@link FakeOverlay} before the edge, gives the edge free ports and a directory, a certificate, a name server, and a broker that is dead. */
public final class FakeOverlayResource implements QuarkusTestResourceLifecycleManager {
    static final FakeOverlay OVERLAY = new FakeOverlay();
    static final NameServer NAMES = new NameServer();
    static final TestAuthority AUTHORITY = new TestAuthority("Authority of the edge under test");

    private Path data;

    @Override
    public Map<String, String> start() {
        try {
            data = Files.createTempDirectory("edge-test");
            String grpc = String.valueOf(freePort());
            AUTHORITY
                    .issue("edge", TestAuthority.uri("sip:example.org"), TestAuthority.ip("127.0.0.1"))
                    .write(data.resolve("edge.pem"), data.resolve("edge.key"));
            Map<String, String> settings = new HashMap<>();
            settings.put("p2psip.grpc.port", grpc);
            settings.put("p2psip.tls.enabled", "false");
            settings.put("quarkus.grpc.server.test-port", grpc);
            settings.put("p2psip.overlay.target", "127.0.0.1:" + OVERLAY.start());
            settings.put("p2psip.kafka.bootstrap", "127.0.0.1:1");
            settings.put("p2psip.data", data.toString());
            settings.put("p2psip.sip.listen", "127.0.0.1,::1");
            settings.put("p2psip.sip.port", "0");
            settings.put("p2psip.sip.udp-sockets", "2");
            settings.put("p2psip.sip.ws.port", "0");
            settings.put("p2psip.sip.wss.port", "0");
            settings.put("p2psip.sip.tls.port", "0");
            settings.put("p2psip.sip.tls.certificate", data.resolve("edge.pem").toString());
            settings.put("p2psip.sip.tls.key", data.resolve("edge.key").toString());
            // The first handshake of a busy machine loads all of TLS
            settings.put("p2psip.sip.tls.handshake-timeout-ms", "30000");
            settings.put("p2psip.dns.servers", "127.0.0.1:" + NAMES.address().getPort());
            settings.put("p2psip.dns.failover-ms", "500");
            settings.put("p2psip.auth", "none");
            settings.put("p2psip.drain-seconds", "0");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the kernel takes no ports for outgoing connections: one could take it before the service does. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 31_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }

    @Override
    public void stop() {
        OVERLAY.stop();
        if (data != null) {
            IoUtils.recursiveDelete(data);
        }
    }
}
