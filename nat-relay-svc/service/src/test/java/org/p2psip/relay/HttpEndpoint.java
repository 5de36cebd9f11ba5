package org.p2psip.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Health and metrics as Kubernetes and Prometheus read them. */
final class HttpEndpoint {
    private static final long DEADLINE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI root;

    HttpEndpoint(URI root) {
        this.root = root;
    }

    HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks until the answer is as expected; the last answer when ten seconds are over. */
    HttpResponse<String> getUntil(String path, Predicate<HttpResponse<String>> expected) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        HttpResponse<String> response = get(path);
        while (!expected.test(response) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            response = get(path);
        }
        return response;
    }

    /** The value of a metric, named as in the text that Prometheus reads, labels included. */
    double metric(String name) {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
