package org.p2psip.routing.service;

import io.quarkus.bootstrap.util.IoUtils;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.p2psip.routing.service.account.FakeApiServer;
import org.p2psip.routing.service.config.CaSource;
import org.p2psip.routing.service.config.Settings;

/** Free ports and a fresh directory for the service under test; storage is started by the tests that need it. */
public final class RoutingTestPorts implements QuarkusTestResourceLifecycleManager {
    /** Of a peer that is no enrollment server. */
    public static final Settings.Enrollment NO_ENROLLMENT = new Settings.Enrollment(
            new CaSource.None(),
            Optional.empty(),
            List.of(),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Optional.empty());

    /** Of the service under test: few enough to be reached by a test. */
    public static final int STREAM_LIMIT = 600;

    /** Of the service under test. */
    public static final int STORAGE_LIMIT = 1000;

    private Path data;
    private FakeApiServer cluster;

    @Override
    public Map<String, String> start() {
        try {
            int grpc = freePort();
            data = Files.createTempDirectory("routing-test");
            Map<String, String> settings = new HashMap<>(Map.of(
                    "p2psip.domains",
                    "example.org,example.com",
                    "p2psip.data",
                    data.toString(),
                    "p2psip.enrollment.server",
                    "true",
                    "p2psip.grpc.port",
                    String.valueOf(grpc),
                    "quarkus.grpc.server.test-port",
                    String.valueOf(grpc),
                    "quarkus.http.test-port",
                    "0",
                    "p2psip.storage.target",
                    "127.0.0.1:" + freePort(),
                    // Nobody is there: nothing but events may need Kafka.
                    "p2psip.kafka.bootstrap",
                    "127.0.0.1:" + freePort(),
                    "p2psip.routing.limits.stream-in-flight",
                    String.valueOf(STREAM_LIMIT),
                    "p2psip.routing.limits.storage-in-flight",
                    String.valueOf(STORAGE_LIMIT)));
            settings.put("p2psip.tls.enabled", "false");
            cluster = new FakeApiServer(data);
            settings.put("p2psip.enrollment.kubernetes.accounts", "p2psip/edge=edge@far");
            settings.put("p2psip.enrollment.kubernetes.server", cluster.url().toString());
            settings.put(
                    "p2psip.enrollment.kubernetes.ca-file", cluster.caFile().toString());
            settings.put(
                    "p2psip.enrollment.kubernetes.token-file",
                    cluster.tokenFile().toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (data != null) {
            IoUtils.recursiveDelete(data);
        }
    }

    /** Where the kernel takes no ports for outgoing connections: one could take it before the service does. */
    public static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 31_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
