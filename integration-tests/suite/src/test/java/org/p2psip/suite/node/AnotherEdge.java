package org.p2psip.suite.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/**
 * One more edge of a node's overlay, with ports, data and settings of its own: run as the node runs its own edge, and
 * ended when it closes. The node's edge goes on beside it.
 */
public final class AnotherEdge implements AutoCloseable {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int PORTS = 4;
    private static final String LISTEN = "p2psip.sip.listen=";

    private final EdgeProgram edge;
    private final String address;
    private final int firstPort;

    private AnotherEdge(EdgeProgram edge, String address, int firstPort) {
        this.edge = edge;
        this.address = address;
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
        AnotherEdge another = launch(node, directory, environment, settings);
        try {
            another.edge.awaitReady();
        } catch (AssertionError | RuntimeException e) {
            another.close();
            throw e;
        }
        return another;
    }

    /** Starts it and waits for its end, for settings that it does not start with; says its log. */
    public static String refused(Node node, Path directory, String... settings) {
        try (AnotherEdge another = launch(node, directory, Map.of(), settings)) {
            Process process = another.edge.process();
            if (!Program.waitFor(process, EdgeProgram.START_LIMIT) || process.exitValue() == 0) {
                throw new AssertionError("the edge starts: " + another.log());
            }
            return another.log();
        }
    }

    private static AnotherEdge launch(Node node, Path directory, Map<String, String> environment, String... settings) {
        forgetKeys(directory.resolve("data").resolve("keys"));
        int port = Ports.freeRange(PORTS);
        List<String> all = new ArrayList<>(List.of(
                "p2psip.sip.port=" + port,
                "p2psip.http.port=" + (port + 1),
                "p2psip.grpc.port=" + (port + 2),
                "p2psip.sip.tls.port=" + (port + 3),
                "p2psip.data=" + directory.resolve("data"),
                "p2psip.edge.name=" + directory.getFileName()));
        all.addAll(List.of(settings));
        String address = all.stream()
                .filter(setting -> setting.startsWith(LISTEN))
                .map(setting -> setting.substring(LISTEN.length()))
                .findFirst()
                .orElse("127.0.0.1");
        EdgeProgram edge = EdgeProgram.start(EdgeProgram.commandLine(node, all), directory, environment, port + 1);
        return new AnotherEdge(edge, address, port);
    }

    /** Those of an earlier run are of another node's CA. */
    private static void forgetKeys(Path keys) {
        if (!Files.isDirectory(keys)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(keys)) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget the keys in " + keys, e);
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
        return edge.metrics();
    }

    public String log() {
        return edge.log();
    }

    /** Ends it at once, as a crash would (SIGKILL), and returns when its process is gone. */
    public void kill() {
        edge.process().destroyForcibly();
        if (!Program.waitFor(edge.process(), KILL_LIMIT)) {
            throw new AssertionError("the edge lives on after SIGKILL");
        }
    }

    @Override
    public void close() {
        edge.close();
    }
}
