package org.p2psip.suite.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Map;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Program;

/** A running edge that is a child of the test: started as a node starts its own, with more settings. */
final class EdgeProgram implements AutoCloseable {
    /** How long an edge may take until it is ready, or until it has ended for settings that it does not take. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration HTTP_LIMIT = Duration.ofSeconds(3);

    private final Process process;
    private final Path log;
    private final int httpPort;

    private EdgeProgram(Process process, Path log, int httpPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
    }

    /** The command line of a node's edge, which has to run, with more system properties: {@code p2psip.key=value}. */
    static List<String> commandLine(Node node, List<String> settings) {
        List<String> command = commandLine(node.service("edge").pid());
        for (String setting : settings) {
            command.add(command.indexOf("-jar"), "-D" + setting); // the last one of a name holds
        }
        return command;
    }

    private static List<String> commandLine(long pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return new ArrayList<>(List.of(new String(line, StandardCharsets.UTF_8).split("\0")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read how the edge was started", e);
        }
    }

    /**
     * Starts an edge, and does not wait.
     *
     * @param directory for its log; made when missing
     * @param environment more environment variables
     * @param httpPort where it will serve HTTP
     */
    static EdgeProgram start(List<String> command, Path directory, Map<String, String> environment, int httpPort) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        Path log = directory.resolve("edge.log");
        Program program = new Program(command, Path.of("").toAbsolutePath(), environment);
        return new EdgeProgram(program.start(log), log, httpPort);
    }

    /** Waits until it is ready; fails when it has ended before. */
    void awaitReady() {
        Await.until("the edge is ready, see " + log, START_LIMIT, () -> readiness() == 200 || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the edge has ended: " + log());
        }
    }

    /** What its readiness probe is answered; 0 when it is not. */
    int readiness() {
        URI uri = URI.create("http://127.0.0.1:" + httpPort + "/q/health/ready");
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HTTP_LIMIT)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(HTTP_LIMIT).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while asking " + uri, e);
        }
    }

    Process process() {
        return process;
    }

    Metrics metrics() {
        return new Metrics(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort));
    }

    String log() {
        return Program.read(log);
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}
