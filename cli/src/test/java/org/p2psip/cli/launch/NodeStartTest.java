package org.p2psip.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.node.Place;
import org.p2psip.cli.process.HealthProbe;
import org.p2psip.cli.process.ProcessIdentity;
import org.p2psip.cli.process.Readiness;

class NodeStartTest {
    private static final List<NodeService> ALL = List.of(NodeService.STORAGE, NodeService.ROUTING, NodeService.EDGE);

    @TempDir
    private Path temp;

    private NodeDirectory directory;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void createDirectory() throws Exception {
        directory = new NodeDirectory(temp);
        directory.create();
    }

    @AfterEach
    void stopAll() throws Exception {
        directory.read().ifPresent(node -> new NodeStop(line -> {}, Duration.ofSeconds(5)).stop(node));
    }

    /** Fake services, each with what it does; all are ready where nothing else is said. */
    private static final class FakeServices implements NodeStart.Services {
        private final Map<NodeService, String> behaviours;
        private final Map<NodeService, Integer> ports = new EnumMap<>(NodeService.class);
        private final List<NodeService> prepared = new ArrayList<>();

        FakeServices(Map<NodeService, String> behaviours) throws IOException {
            this.behaviours = behaviours;
            for (NodeService service : ALL) {
                try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    ports.put(service, free.getLocalPort());
                }
            }
        }

        @Override
        public List<String> prepare(NodeService service) {
            prepared.add(service);
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Xmx32m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FakeService.class.getName(),
                    ports.get(service).toString(),
                    behaviours.getOrDefault(service, "ready"));
        }

        @Override
        public Readiness.Probe probe(NodeService service) {
            return new HealthProbe("127.0.0.1:" + ports.get(service));
        }
    }

    private Start.Result start(FakeServices services, NodeState node, List<NodeService> missing, Duration limit) {
        NodeStart start = new NodeStart(directory, node, services, progress::add, missing, ALL);
        return new Start(List.of(start), progress::add, limit).start();
    }

    private static NodeState nothingRuns() {
        return new NodeState(NodeSettings.defaults(), Map.of());
    }

    @Test
    void startedServicesRunAndAreRecorded() throws Exception {
        Start.Result result = start(new FakeServices(Map.of()), nothingRuns(), ALL, Duration.ofSeconds(30));

        assertThat(result).isEqualTo(new Start.Result.Started());
        NodeState node = directory.read().orElseThrow();
        assertThat(ALL).allSatisfy(service -> assertThat(node.running(service)).isPresent());
        assertThat(progress).hasSize(3).allSatisfy(line -> assertThat(line).contains("ready after"));
    }

    @Test
    void onlyWhatIsMissingIsStarted() throws Exception {
        FakeServices services = new FakeServices(Map.of());
        start(services, nothingRuns(), ALL, Duration.ofSeconds(30));
        NodeState before = directory.read().orElseThrow();
        ProcessIdentity storage = before.running(NodeService.STORAGE).orElseThrow();
        before.running(NodeService.EDGE).orElseThrow().kill();
        services.prepared.clear();

        start(services, before, List.of(NodeService.EDGE), Duration.ofSeconds(30));

        NodeState after = directory.read().orElseThrow();
        assertThat(services.prepared).containsExactly(NodeService.EDGE);
        assertThat(after.running(NodeService.STORAGE)).contains(storage);
        assertThat(after.running(NodeService.EDGE))
                .isPresent()
                .isNotEqualTo(before.processes().get(NodeService.EDGE));
    }

    @Test
    void serviceThatEndsIsNamedWithItsLogAndLeavesNothingRunning() throws Exception {
        Start.Result result = start(
                new FakeServices(Map.of(NodeService.ROUTING, "ends")), nothingRuns(), ALL, Duration.ofSeconds(30));

        assertThat(result).isInstanceOfSatisfying(Start.Result.Failed.class, failed -> assertThat(failed.why())
                .contains("routing ended with exit code 1", "routing.log", "p2psip.example: 17 is not allowed"));
        assertThat(directory.read()).isEmpty();
        assertThat(ownFakeServices()).isEmpty();
    }

    @Test
    void serviceThatIsNotReadyInTimeIsNamedAndLeavesNothingRunning() throws Exception {
        Start.Result result =
                start(new FakeServices(Map.of(NodeService.EDGE, "down")), nothingRuns(), ALL, Duration.ofSeconds(3));

        assertThat(result).isInstanceOfSatisfying(Start.Result.Failed.class, failed -> assertThat(failed.why())
                .startsWith("not ready within 3 s:\nedge: health answers 503"));
        assertThat(ownFakeServices()).isEmpty();
    }

    @Test
    void failureLeavesAloneWhatRanBefore() throws Exception {
        FakeServices services = new FakeServices(Map.of());
        start(services, nothingRuns(), ALL, Duration.ofSeconds(30));
        NodeState before = directory.read().orElseThrow();
        before.running(NodeService.EDGE).orElseThrow().kill();
        FakeServices worse = new FakeServices(Map.of(NodeService.EDGE, "ends"));
        worse.ports.putAll(services.ports);

        Start.Result result = start(worse, before, List.of(NodeService.EDGE), Duration.ofSeconds(30));

        assertThat(result).isInstanceOf(Start.Result.Failed.class);
        NodeState after = directory.read().orElseThrow();
        assertThat(after.running(NodeService.STORAGE)).isPresent();
        assertThat(after.running(NodeService.EDGE)).isEmpty();
    }

    @Test
    void serviceThatCannotBePreparedIsNamedAndLeavesNothingRunning() throws Exception {
        FakeServices fakes = new FakeServices(Map.of());
        NodeStart.Services services = new NodeStart.Services() {
            @Override
            public List<String> prepare(NodeService service) throws IOException {
                if (service == NodeService.EDGE) {
                    throw new IOException("no space left");
                }
                return fakes.prepare(service);
            }

            @Override
            public Readiness.Probe probe(NodeService service) {
                return fakes.probe(service);
            }
        };

        Start.Result result = new Start(
                        List.of(new NodeStart(directory, nothingRuns(), services, progress::add, ALL, ALL)),
                        progress::add)
                .start();

        assertThat(result).isInstanceOfSatisfying(Start.Result.Failed.class, failed -> assertThat(failed.why())
                .contains("cannot start edge", "no space left"));
        assertThat(ownFakeServices()).isEmpty();
    }

    @Test
    void nodesThatStartTogetherAreStoppedTogetherWhenOneFails() throws Exception {
        NodeDirectory other = directory.of(new Place(1, 1, 2, 2));
        other.create();
        NodeStart well = new NodeStart(directory, nothingRuns(), new FakeServices(Map.of()), progress::add, ALL, ALL);
        NodeStart badly = new NodeStart(
                other,
                nothingRuns(),
                new FakeServices(Map.of(NodeService.EDGE, "ends")),
                line -> progress.add("node-2 " + line),
                ALL,
                ALL);

        Start.Result result = new Start(List.of(well, badly), progress::add).start();

        assertThat(result).isInstanceOfSatisfying(Start.Result.Failed.class, failed -> assertThat(failed.why())
                .contains(
                        "edge ended with exit code 1",
                        other.log(NodeService.EDGE).toString()));
        assertThat(ownFakeServices()).isEmpty();
        assertThat(directory.read()).isEmpty();
        assertThat(other.read()).isEmpty();
    }

    private static List<String> ownFakeServices() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().commandLine().stream())
                .filter(command -> command.contains(FakeService.class.getSimpleName()))
                .toList();
    }
}
