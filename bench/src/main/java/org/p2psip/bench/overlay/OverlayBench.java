package org.p2psip.bench.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.p2psip.bench.overlay.Plot.Point;
import org.p2psip.routing.peer.PeerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code p2psip bench overlay}: the ring with thousands of peers on a virtual clock. */
@Command(
        name = "p2psip bench overlay",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        description = {
            "Simulates overlays with the code that peers run: in one thread, on a virtual clock, with a network that the"
                    + " seed decides. Prints what was measured, and draws it.",
            "10 000 peers need 1 GB of heap, 100 000 peers 4 GB: set it by JAVA_TOOL_OPTIONS=-Xmx6g."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:an overlay did not become one ring", "2:an argument is wrong"})
public final class OverlayBench implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final long CONVERGE_MS = 120_000;

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure, separated by commas: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "N",
            description = "Sizes of the overlays, separated by commas. Default: 10,100,1000.")
    private List<Integer> sizes = List.of(10, 100, 1_000);

    @Option(names = "--seed", paramLabel = "N", description = "Decides the run. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--growth",
            paramLabel = "SHARE",
            description = "Peers that join per second while the overlay grows, as a share of those that are there."
                    + " Default: 0.05.")
    private double growth = 0.05;

    @Option(names = "--plots", paramLabel = "DIRECTORY", description = "Writes plots as SVG there. Default: none.")
    private Path plots;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final List<Point> hops = new ArrayList<>();
    private final List<Point> messages = new ArrayList<>();
    private boolean failed;

    @Override
    public Integer call() throws IOException {
        if (sizes.stream().anyMatch(size -> size < 1 || size > 1_000_000) || growth <= 0 || growth > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--peers from 1 to 1000000, --growth above 0 and at most 1");
        }
        for (int size : sizes) {
            for (Scenario scenario : scenarios) {
                run(scenario, size);
            }
        }
        if (plots != null && !hops.isEmpty()) {
            Plot plot = new Plot("Hops of a lookup", "peers", "mean hops", true);
            plot.add("measured", hops);
            plot.add(
                    "0.5 log2(n) + 1",
                    hops.stream()
                            .map(point -> new Point(point.x(), 0.5 * Math.log(point.x()) / Math.log(2) + 1))
                            .toList());
            write("overlay-hops.svg", plot);
            Plot traffic = new Plot("Messages that a peer sends at rest", "peers", "messages per second", true);
            traffic.add("measured", messages);
            write("overlay-traffic.svg", traffic);
        }
        return failed ? FAILED : 0;
    }

    private void run(Scenario scenario, int size) throws IOException {
        long start = System.nanoTime();
        Simulation simulation = new Simulation(seed, NetworkModel.continent(), PeerConfig.defaults());
        Growth.to(simulation, size, growth);
        long took = simulation.runUntil(
                () -> Scenario.census(simulation).size() == size
                        && Scenario.census(simulation).isConverged(),
                500,
                CONVERGE_MS);
        String name = scenario.name().toLowerCase(Locale.ROOT);
        if (took < 0) {
            failed = true;
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %7d peers: no ring %d s after the last peer was started (seed %d)%n",
                    name,
                    size,
                    CONVERGE_MS / 1000,
                    seed);
            return;
        }
        List<Point> course = new ArrayList<>();
        String result = scenario.run(simulation, course);
        System.out.printf(
                Locale.ROOT,
                "%-10s %7d peers: %s; one ring %.1f s after the last start (%d s)%n",
                name,
                size,
                result,
                took / 1000.0,
                (System.nanoTime() - start) / 1_000_000_000);
        if (scenario == Scenario.SIZE) {
            hops.add(new Point(size, course.getFirst().x()));
            messages.add(new Point(size, course.getFirst().y()));
        } else if (scenario == Scenario.PARTITION && plots != null) {
            Plot plot = new Plot(
                    "Two halves of " + size + " peers become one ring",
                    "seconds after the cut healed",
                    "peers with a" + " wrong neighbor, %",
                    false);
            plot.add("measured", course);
            write("overlay-merge.svg", plot);
        }
    }

    private void write(String name, Plot plot) throws IOException {
        Files.createDirectories(plots);
        Files.writeString(plots.resolve(name), plot.svg());
    }
}
