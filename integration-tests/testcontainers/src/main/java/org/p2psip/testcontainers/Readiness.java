package org.p2psip.testcontainers;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;

/** Whether services in containers are ready, by their health endpoint {@code /q/health/ready}. */
public final class Readiness {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final int TIMEOUT_MS = 2_000;
    private static final int LOG_SHOWN = 4_000;

    private Readiness() {}

    /**
     * Waits until a service is ready: a routing peer is when it is in the ring and has reached its storage, an edge when
     * SIP is served and the overlay has answered it.
     *
     * @param http where it answers
     * @throws ContainerLaunchException when it has ended, or the limit passes; with why it was not ready, and the end of its
     *     log
     */
    public static void await(GenericContainer<?> service, InetSocketAddress http, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        String why = ask(http);
        while (!why.isEmpty()) {
            if (!service.isRunning()) {
                throw failure(service, "has ended while it started");
            }
            if (System.nanoTime() - deadline >= 0) {
                throw failure(service, "is not ready after " + limit.toSeconds() + " s: " + why);
            }
            pause();
            why = ask(http);
        }
    }

    /** Waits a little before something is tried again. */
    static void pause() {
        LockSupport.parkNanos(BETWEEN.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new ContainerLaunchException("interrupted while waiting for a node to start");
        }
    }

    static ContainerLaunchException failure(GenericContainer<?> service, String what) {
        String log = service.getLogs();
        return new ContainerLaunchException(service.getDockerImageName() + " " + what + "\n--- the end of its log\n"
                + log.substring(Math.max(0, log.length() - LOG_SHOWN)));
    }

    /** Why it is not ready; empty when it is. */
    private static String ask(InetSocketAddress http) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + http.getHostString() + ":" + http.getPort() + "/q/health/ready")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
                connection.getInputStream().close();
                return "";
            }
            try (InputStream body = connection.getErrorStream()) {
                return body == null ? "no reason" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException notYet) {
            return notYet.toString();
        }
    }
}
