package org.p2psip.suite.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** The metrics of a service in Prometheus' text format. */
public final class Metrics {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String PATH = "/q/metrics";

    private final InetSocketAddress http;

    public Metrics(InetSocketAddress http) {
        this.http = http;
    }

    /** The sum of all counters ({@code _total}) whose name and labels match. */
    public double sumOfCounters(Predicate<String> nameAndLabels) {
        return text().lines()
                .filter(line -> !line.startsWith("#") && line.contains("_total"))
                .filter(line -> nameAndLabels.test(line.substring(0, line.lastIndexOf(' '))))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** All of it, for a message. */
    public String text() {
        URI uri = URI.create("http://" + http.getAddress().getHostAddress() + ":" + http.getPort() + PATH);
        // Not an upgrade to HTTP/2: of a long answer to it, Java's client took text for frames.
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(LIMIT)
                            .header("Accept", "text/plain")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(uri + " answers " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics at " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while reading " + uri, e);
        }
    }
}
