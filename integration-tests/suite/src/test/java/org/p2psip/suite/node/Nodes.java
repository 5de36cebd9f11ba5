package org.p2psip.suite.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;

/** Several whole nodes on this machine, started together: one site of several nodes, or sites of one node each. */
public final class Nodes implements AutoCloseable {
    /** Between the ports of one node and those of the next, as the command says. */
    private static final int STRIDE = 20;

    private static final Duration UP_LIMIT = Duration.ofMinutes(6);
    private static final Duration DOWN_LIMIT = Duration.ofMinutes(2);

    private final Path data;
    private final List<String> arguments;
    private final List<Node> nodes;

    private Nodes(Path data, int count, String option, String directories, String... moreOptions) {
        Program.delete(data);
        this.data = data.toAbsolutePath();
        int portBase = Ports.freeRange(2 * STRIDE * count + 2);
        int sipPort = portBase + STRIDE * count;
        List<String> up = new ArrayList<>(Node.upArguments(this.data, "127.0.0.1", sipPort, portBase, sipPort + 1));
        up.addAll(List.of(option, Integer.toString(count)));
        up.addAll(List.of(moreOptions));
        arguments = List.copyOf(up);
        nodes = IntStream.range(0, count)
                .mapToObj(i -> new Node(
                        i == 0 ? this.data : this.data.resolve(directories.formatted(i + 1)),
                        sipPort + STRIDE * i,
                        portBase + STRIDE * i,
                        sipPort + 1 + STRIDE * i))
                .toList();
    }

    /** One site of several nodes, started, with more options of {@code up}. */
    public static Nodes ofOneSite(Path data, int count, String... moreOptions) {
        Nodes nodes = new Nodes(data, count, "--nodes", "node-%d", moreOptions);
        nodes.up();
        return nodes;
    }

    /** Several sites of one node each, started. */
    public static Nodes ofSites(Path data, int count) {
        Nodes nodes = new Nodes(data, count, "--sites", "site-%d-node-1");
        nodes.up();
        return nodes;
    }

    /** Starts what is missing of all nodes; returns when all of it is ready. */
    public Finished up() {
        return TestedCommand.program(Path.of("").toAbsolutePath(), arguments)
                .run("", UP_LIMIT)
                .succeeded();
    }

    /** One of the nodes, from 1. */
    public Node node(int number) {
        return nodes.get(number - 1);
    }

    /** The services that do not serve, as NODE SERVICE. */
    public List<String> notReady() {
        List<String> notReady = new ArrayList<>();
        for (JsonNode line : Node.json(nodes.getFirst().run("status", "--json")).path("services")) {
            if (!line.path("ready").asBoolean(false)) {
                notReady.add(
                        line.path("node").asText() + " " + line.path("name").asText());
            }
        }
        return notReady;
    }

    /** Stops all nodes. */
    @Override
    public void close() {
        TestedCommand.program(Path.of("").toAbsolutePath(), List.of("down", "--data", data.toString()))
                .run("", DOWN_LIMIT)
                .succeeded();
    }
}
