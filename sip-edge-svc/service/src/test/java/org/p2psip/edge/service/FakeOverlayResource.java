package org.p2psip.edge.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Starts a {@link FakeOverlay} before the edge, gives the edge free ports and a directory, and a broker that is dead. */
public final class FakeOverlayResource implements QuarkusTestResourceLifecycleManager {
    static final FakeOverlay OVERLAY = new FakeOverlay();

    private Path data;

    @Override
    public Map<String, String> start() {
        try {
            data = Files.createTempDirectory("edge-test");
            String grpc = String.valueOf(freePort());
            return Map.of(
                    "p2psip.grpc.port",
                    grpc,
                    "quarkus.grpc.server.test-port",
                    grpc,
                    "p2psip.overlay.target",
                    "127.0.0.1:" + OVERLAY.start(),
                    "p2psip.kafka.bootstrap",
                    "127.0.0.1:1",
                    "p2psip.data",
                    data.toString(),
                    "p2psip.sip.port",
                    "0",
                    "p2psip.auth",
                    "none",
                    "p2psip.drain-seconds",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        OVERLAY.stop();
    }
}
