package org.p2psip.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.process.BackgroundProcess;
import org.p2psip.cli.process.LogTail;
import org.p2psip.cli.process.ProcessIdentity;
import org.p2psip.cli.process.Waiting;

class NodeStopTest {
    private static final String IGNORES_SIGTERM = "trap '' TERM; echo deaf; while :; do sleep 0.1; done";

    @TempDir
    private Path temp;

    private final List<String> progress = new ArrayList<>();

    private ProcessIdentity start(String... command) throws Exception {
        return BackgroundProcess.start(List.of(command), temp, temp.resolve("log"))
                .identity()
                .orElseThrow();
    }

    private static NodeState running(Map<NodeService, ProcessIdentity> processes) {
        return new NodeState(NodeSettings.defaults(), processes);
    }

    @Test
    void servicesStopBeforeThoseThatTheyUse() throws Exception {
        NodeState node = running(Map.of(
                NodeService.KAFKA, start("sleep", "300"),
                NodeService.STORAGE, start("sleep", "300"),
                NodeService.ROUTING, start("sleep", "300"),
                NodeService.RELAY, start("sleep", "300"),
                NodeService.EDGE, start("sleep", "300")));

        assertThat(new NodeStop(progress::add, Duration.ofSeconds(10)).stop(node))
                .isEmpty();

        assertThat(progress)
                .containsExactly(
                        "edge stopped", "relay stopped", "routing stopped", "storage stopped", "kafka stopped");
        assertThat(node.isRunning()).isFalse();
    }

    @Test
    void serviceThatDoesNotStopInTimeIsKilled() throws Exception {
        ProcessIdentity deaf = start("sh", "-c", IGNORES_SIGTERM);
        LogTail log = new LogTail(temp.resolve("log"));
        assertThat(Waiting.until(Duration.ofSeconds(10), () -> hasLine(log))).isTrue();

        assertThat(new NodeStop(progress::add, Duration.ofSeconds(1)).stop(running(Map.of(NodeService.EDGE, deaf))))
                .isEmpty();

        assertThat(deaf.isAlive()).isFalse();
        assertThat(progress).containsExactly("edge did not stop within 1 s: killing process " + deaf.pid());
    }

    private static boolean hasLine(LogTail log) {
        try {
            return !log.lines(1).isEmpty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void nodeThatDoesNotRunHasNothingToStop() {
        assertThat(new NodeStop(progress::add, Duration.ofSeconds(1)).stop(running(Map.of())))
                .isEmpty();
        assertThat(progress).isEmpty();
    }
}
