package org.p2psip.bench.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.bench.measure.BenchNode;

/** A node whose edge is measured. */
final class EdgeNode implements AutoCloseable {
    private static final int ENROLL_MINUTES = 5;
    private static final List<String> CHAIN = List.of("routing", "storage", "kafka");

    private final BenchNode node;
    private final Server server;

    private EdgeNode(BenchNode node, Server server) {
        this.node = node;
        this.server = server;
    }

    /**
     * Starts a node; builds it first when sources are newer.
     *
     * @param firstPort of 16 that it takes
     * @param digest whether it asks for passwords; it knows those of {@link Logins} then
     */
    static EdgeNode start(Path directory, int firstPort, boolean digest) throws IOException, InterruptedException {
        BenchNode node = BenchNode.start(
                directory,
                1,
                List.of(
                        "--auth=" + (digest ? "digest" : "none"),
                        "--domain=" + Domains.PROXIED,
                        "--redirect=" + Domains.REDIRECTED,
                        "--sip-port=" + firstPort,
                        "--turn-port=" + (firstPort + 1),
                        "--port-base=" + (firstPort + 2)));
        try {
            if (digest) {
                enroll(node);
            }
            List<Long> chain = new ArrayList<>();
            for (String service : CHAIN) {
                chain.addAll(node.pids(service));
            }
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", firstPort);
            return new EdgeNode(
                    node, new Server("edge", address, node.pids("edge").getFirst(), chain));
        } catch (IOException | InterruptedException e) {
            node.close();
            throw e;
        }
    }

    private static void enroll(BenchNode node) throws IOException, InterruptedException {
        Path lines = Files.writeString(node.directory().resolve("logins"), Logins.lines());
        ProcessBuilder.Redirect input = ProcessBuilder.Redirect.from(lines.toFile());
        if (node.run(ENROLL_MINUTES, input, "enroll", "users", "--stdin") != 0) {
            throw new IOException("the node does not enroll the " + Logins.COUNT + " users of " + lines);
        }
    }

    Server server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
