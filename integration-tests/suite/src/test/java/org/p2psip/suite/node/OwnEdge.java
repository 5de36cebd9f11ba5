package org.p2psip.suite.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.p2psip.suite.process.Program;

/**
 * The edge of a node as a child of the test, with settings of its own and an exit code that the test sees. The node gets
 * its edge back when this closes.
 */
public final class OwnEdge implements AutoCloseable {
    private final Node node;
    private final EdgeProgram edge;

    private OwnEdge(Node node, EdgeProgram edge) {
        this.node = node;
        this.edge = edge;
    }

    /**
     * Ends the node's edge and starts it again.
     *
     * @param directory for its log; made when missing
     * @param settings more system properties: {@code p2psip.key=value}
     */
    public static OwnEdge of(Node node, Path directory, String... settings) {
        List<String> command = EdgeProgram.commandLine(node, List.of(settings));
        node.kill("edge");
        OwnEdge own = new OwnEdge(node, EdgeProgram.start(command, directory, Map.of(), node.edgeHttpPort()));
        try {
            own.edge.awaitReady();
        } catch (AssertionError | RuntimeException e) {
            own.close();
            throw e;
        }
        return own;
    }

    /** Whether its readiness probe is answered 200. */
    public boolean isReady() {
        return readiness() == 200;
    }

    /** What its readiness probe is answered; 0 when it is not. */
    public int readiness() {
        return edge.readiness();
    }

    /** Asks it to end (SIGTERM), and does not wait. */
    public void terminate() {
        edge.process().destroy();
    }

    public boolean isAlive() {
        return edge.process().isAlive();
    }

    /** Waits for its end; says its exit code. */
    public int exitCode(Duration limit) {
        if (!Program.waitFor(edge.process(), limit)) {
            throw new AssertionError("the edge has not ended within " + limit.toSeconds() + " s: " + log());
        }
        return edge.process().exitValue();
    }

    public String log() {
        return edge.log();
    }

    @Override
    public void close() {
        edge.close();
        node.up();
    }
}
