package org.p2psip.suite.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Program;

/**
 * The edge of a node as a child of the test, with settings of its own and an exit code that the test sees. The node gets
 * its edge back when this closes.
 */
public final class OwnEdge implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration HTTP_LIMIT = Duration.ofSeconds(3);

    private final Node node;
    private final Process process;
    private final Path log;

    private OwnEdge(Node node, Process process, Path log) {
        this.node = node;
        this.process = process;
        this.log = log;
    }

    /**
     * Ends the node's edge and starts it again.
     *
     * @param directory for its log; made when missing
     * @param settings more system properties: {@code p2psip.key=value}
     */
    public static OwnEdge of(Node node, Path directory, String... settings) {
        List<String> command = commandLine(node.service("edge").pid());
        for (String setting : settings) {
            command.add(command.indexOf("-jar"), "-D" + setting);
        }
        node.kill("edge");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        Path log = directory.resolve("edge.log");
        OwnEdge edge = new OwnEdge(node, new Program(command, Path.of("").toAbsolutePath()).start(log), log);
        try {
            Await.until("own edge, see " + log, READY_LIMIT, edge::isReady);
        } catch (AssertionError | RuntimeException e) {
            edge.close();
            throw e;
        }
        return edge;
    }

    private static List<String> commandLine(long pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return new ArrayList<>(List.of(new String(line, StandardCharsets.UTF_8).split("\0")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read how the edge was started", e);
        }
    }

    /** Whether its readiness probe is answered 200. */
    public boolean isReady() {
        return readiness() == 200;
    }

    /** What its readiness probe is answered; 0 when it is not. */
    public int readiness() {
        URI uri = URI.create("http://127.0.0.1:" + node.edgeHttpPort() + "/q/health/ready");
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HTTP_LIMIT)
                .build()) {
            return client.send(
                            HttpRequest.newBuilder(uri).timeout(HTTP_LIMIT).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while asking " + uri, e);
        }
    }

    /** Asks it to end (SIGTERM), and does not wait. */
    public void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; says its exit code. */
    public int exitCode(Duration limit) {
        if (!Program.waitFor(process, limit)) {
            throw new AssertionError("the edge has not ended within " + limit.toSeconds() + " s: " + log());
        }
        return process.exitValue();
    }

    public String log() {
        return Program.read(log);
    }

    @Override
    public void close() {
        Program.stop(process);
        node.up();
    }
}
