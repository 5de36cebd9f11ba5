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
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/**
 * One more edge of a node's overlay, with ports, data and settings of its own: run as the node runs its own edge, and
 * ended when it closes. The node's edge goes on beside it.
 */
public final class AnotherEdge implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration HTTP_LIMIT = Duration.ofSeconds(3);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int PORTS = 4;
    private static final String LISTEN = "p2psip.sip.listen=";

    private final Process process;
    private final Path log;
    private final String address;
    private final int firstPort;

    private AnotherEdge(Process process, Path log, String address, int firstPort) {
        this.process = process;
        this.address = address;
        this.log = log;
        this.firstPort = firstPort;
    }

    /** Starts it and waits until it is ready. As {@link #start(Node, Path, Map, String...)}. */
    public static AnotherEdge start(Node node, Path directory, String... settings) {
        return start(node, directory, Map.of(), settings);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param directory for its data and its log; made when missing
     * @param environment more environment variables
     * @param settings more system properties: {@code p2psip.key=value}
     */
    public static AnotherEdge start(Node node, Path directory, Map<String, String> environment, String... settings) {
        AnotherEdge edge = launch(node, directory, environment, settings);
        try {
            Await.until("another edge, see " + edge.log, READY_LIMIT, () -> edge.isReady() || !edge.process.isAlive());
            if (!edge.process.isAlive()) {
                throw new AssertionError("the edge has ended: " + edge.log());
            }
        } catch (AssertionError | RuntimeException e) {
            edge.close();
            throw e;
        }
        return edge;
    }

    /** Starts it and waits for its end, for settings that it does not start with; says its log. */
    public static String refused(Node node, Path directory, String... settings) {
        try (AnotherEdge edge = launch(node, directory, Map.of(), settings)) {
            if (!Program.waitFor(edge.process, READY_LIMIT) || edge.process.exitValue() == 0) {
                throw new AssertionError("the edge starts: " + edge.log());
            }
            return edge.log();
        }
    }

    private static AnotherEdge launch(Node node, Path directory, Map<String, String> environment, String... settings) {
        List<String> command = commandLine(node.service("edge").pid());
        int port = Ports.freeRange(PORTS);
        List<String> all = new ArrayList<>(List.of(
                "p2psip.sip.port=" + port,
                "p2psip.http.port=" + (port + 1),
                "p2psip.grpc.port=" + (port + 2),
                "p2psip.sip.tls.port=" + (port + 3),
                "p2psip.data=" + directory.resolve("data"),
                "p2psip.edge.name=" + directory.getFileName()));
        all.addAll(List.of(settings));
        for (String setting : all) {
            command.add(command.indexOf("-jar"), "-D" + setting); // the last one of a name holds
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        Path log = directory.resolve("edge.log");
        Program program = new Program(command, Path.of("").toAbsolutePath(), environment);
        String address = all.stream()
                .filter(setting -> setting.startsWith(LISTEN))
                .map(setting -> setting.substring(LISTEN.length()))
                .findFirst()
                .orElse("127.0.0.1");
        return new AnotherEdge(program.start(log), log, address, port);
    }

    private static List<String> commandLine(long pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return new ArrayList<>(List.of(new String(line, StandardCharsets.UTF_8).split("\0")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read how the edge was started", e);
        }
    }

    private boolean isReady() {
        URI uri = URI.create("http://127.0.0.1:" + (firstPort + 1) + "/q/health/ready");
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HTTP_LIMIT)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(HTTP_LIMIT).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while asking " + uri, e);
        }
    }

    /** Where it serves SIP. */
    public InetSocketAddress sip() {
        return new InetSocketAddress(address, firstPort);
    }

    /** Where it serves gRPC, as host:port. */
    public String grpc() {
        return "127.0.0.1:" + (firstPort + 2);
    }

    public Metrics metrics() {
        return new Metrics(new InetSocketAddress(InetAddress.getLoopbackAddress(), firstPort + 1));
    }

    public String log() {
        return Program.read(log);
    }

    /** Ends it at once, as a crash would (SIGKILL), and returns when its process is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!Program.waitFor(process, KILL_LIMIT)) {
            throw new AssertionError("the edge lives on after SIGKILL");
        }
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}
