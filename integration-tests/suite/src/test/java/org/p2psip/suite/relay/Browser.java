package org.p2psip.suite.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** A page in a headless Chromium of its own, driven through ChromeDriver (W3C WebDriver). The child of the test. */
final class Browser implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process driver;
    private final URI base;
    private final String session;

    private Browser(Path directory) {
        int port = Ports.free();
        base = URI.create("http://127.0.0.1:" + port);
        driver = new Program(List.of("chromedriver", "--port=" + port), directory)
                .start(directory.resolve("chromedriver.log"));
        Await.until("ChromeDriver listens", START_LIMIT, () -> Ports.isBound("tcp", port));
        session = newSession(directory);
        call("POST", "/url", Map.of("url", "data:text/html,relayed"));
    }

    /**
     * Starts it with an empty page.
     *
     * @param directory for its profile and log
     */
    static Browser open(Path directory) {
        return new Browser(directory);
    }

    private String newSession(Path directory) {
        List<String> arguments = List.of(
                "--headless",
                // the suite may run as root, in a container with a small /dev/shm
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + directory.resolve("profile"));
        Map<String, Object> wanted = Map.of(
                "browserName",
                "chrome",
                "timeouts",
                Map.of("script", SCRIPT_LIMIT.toMillis()),
                "goog:chromeOptions",
                Map.of("args", arguments));
        return ask("POST", "/session", Optional.of(Map.of("capabilities", Map.of("alwaysMatch", wanted))))
                .path("sessionId")
                .asText();
    }

    /**
     * Runs a script in the page.
     *
     * @param script the body of a function whose last argument takes the result
     * @return what it said, as text
     */
    String run(String script, Object... arguments) {
        return call("POST", "/execute/async", Map.of("script", script, "args", arguments))
                .asText();
    }

    private JsonNode call(String method, String path, Object body) {
        return ask(method, "/session/" + session + path, Optional.of(body));
    }

    private JsonNode ask(String method, String path, Optional<Object> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(SCRIPT_LIMIT.plusSeconds(30))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body.isPresent()
                                    ? HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body.get()))
                                    : HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("ChromeDriver answers " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body()).path("value");
        } catch (JsonProcessingException e) {
            throw new AssertionError("ChromeDriver speaks JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("ChromeDriver does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for ChromeDriver", e);
        }
    }

    @Override
    public void close() {
        try {
            ask("DELETE", "/session/" + session, Optional.empty());
        } finally {
            Program.stop(driver);
            http.close();
        }
    }
}
