package org.p2psip.bench.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.p2psip.bench.measure.ScratchDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code p2psip bench sip}: the edge beside Kamailio, scenario by scenario. */
@Command(
        name = "p2psip bench sip",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        description = {
            "Load on a node of its own and, where Kamailio is installed, on a Kamailio beside it: the same operations at"
                    + " the same rates, one after the other. Prints CPU time per operation, and response times.",
            "Everything stays on 127.0.0.1, ends by itself and is removed. Needs SIPp, and Linux."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:operations failed, or it could not be measured", "2:an argument is wrong"})
public final class SipBench implements Callable<Integer> {
    private static final int FAILED = 1;
    /** A rate that fails is tried that often before the search for the highest one ends. */
    private static final int SWEEP_STEPS = 12;

    private static final double SWEEP_FACTOR = 1.25;
    private static final int SWEEP_SECONDS = 4;

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure, separated by commas: ${COMPLETION-CANDIDATES}. Default: all. register-auth"
                    + " has a node of its own that asks for passwords.")
    private List<Scenario> scenarios;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each; the median counts. Default: 3.")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a run. Default: 8.")
    private int seconds = 8;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Load on the edge before each scenario's first run, for Java's compiler. Default: 60.")
    private int warmUp = 60;

    @Option(names = "--sweep", description = "Also looks for the highest clean rate: less than 1 in 1000 fails.")
    private boolean sweep;

    @Option(
            names = "--edge",
            paramLabel = "HOST:PORT,PID",
            description = "An edge that runs already, without authentication for bench.invalid and redirect.invalid."
                    + " Not for register-auth.")
    private String edge;

    @Option(names = "--port-base", paramLabel = "N", description = "First of 20 ports that are used. Default: 17400.")
    private int portBase = 17_400;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    private final Table table = new Table(System.out);
    private boolean failures;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || seconds < 2 || warmUp < 0 || portBase < 1024 || portBase > 65_000) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds from 1, --seconds from 2, --warm-up from 0, --port-base 1024 to 65000");
        }
        Map<Boolean, List<Scenario>> byDigest = chosen().stream().collect(Collectors.groupingBy(Scenario::needsDigest));
        if (!Programs.isInstalled("sipp")) {
            System.err.println("p2psip: SIPp is not installed (Debian: apt-get install sip-tester)");
            return FAILED;
        }
        table.head();
        for (boolean digest : List.of(false, true)) {
            if (byDigest.containsKey(digest)) {
                compare(byDigest.get(digest), digest);
            }
        }
        return failures ? FAILED : 0;
    }

    private List<Scenario> chosen() {
        if (scenarios == null) {
            return Stream.of(Scenario.values())
                    .filter(scenario -> edge == null || !scenario.needsDigest())
                    .toList();
        }
        if (edge != null && scenarios.stream().anyMatch(Scenario::needsDigest)) {
            throw new ParameterException(
                    spec.commandLine(), "register-auth enrolls users at a node of its own: leave --edge out");
        }
        return scenarios;
    }

    /** Starts both servers, measures, and ends them. */
    private void compare(List<Scenario> measured, boolean digest) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.make();
                EdgeNode node = edge == null ? startNode(scratch.path(), digest) : null) {
            Server ours = node == null ? running() : node.server();
            Optional<Kamailio> peer =
                    Kamailio.start(Files.createDirectory(scratch.path().resolve("kamailio")), portBase + 2, digest);
            try {
                measure(measured, scratch.path(), ours, peer.map(Kamailio::server));
            } finally {
                if (peer.isPresent()) {
                    peer.get().close();
                }
            }
        }
    }

    private EdgeNode startNode(Path directory, boolean digest) throws IOException, InterruptedException {
        return EdgeNode.start(directory.resolve("node"), portBase + 4, digest);
    }

    private Server running() {
        String[] parts = edge.split("[:,]");
        if (parts.length != 3 || !parts[1].matches("\\d{1,5}") || !parts[2].matches("\\d{1,9}")) {
            throw new ParameterException(
                    spec.commandLine(), "--edge \"" + edge + "\": must be HOST:PORT,PID, such as 127.0.0.1:5060,4711");
        }
        InetSocketAddress address = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
        return new Server("edge", address, Long.parseLong(parts[2]), List.of());
    }

    private void measure(List<Scenario> measured, Path directory, Server ours, Optional<Server> peer)
            throws IOException, InterruptedException {
        Load load = new Load(directory.resolve("load"), portBase, portBase + 1);
        if (peer.isEmpty()) {
            System.out.println("Kamailio is not installed: the edge alone is measured.");
        }
        for (Scenario scenario : measured) {
            if (warmUp > 0) {
                load.run(ours, scenario, scenario.rate(), warmUp);
            }
            List<Load.Result> oursResults = new ArrayList<>();
            List<Load.Result> peerResults = new ArrayList<>();
            // Turn by turn, so that whatever else the machine does meets both
            for (int round = 0; round < rounds; round++) {
                oursResults.add(load.run(ours, scenario, scenario.rate(), seconds));
                if (peer.isPresent()) {
                    peerResults.add(load.run(peer.get(), scenario, scenario.rate(), seconds));
                }
            }
            table.row(scenario, ours, oursResults, peerResults);
            failures |= oursResults.stream().anyMatch(result -> result.outcome().failed() > 0);
            if (peer.isPresent()) {
                table.row(scenario, peer.get(), peerResults, List.of());
            }
            if (sweep) {
                table.highest(scenario, ours, highest(load, ours, scenario));
                if (peer.isPresent()) {
                    table.highest(scenario, peer.get(), highest(load, peer.get(), scenario));
                }
            }
        }
    }

    /** The highest rate that is clean, in steps of a quarter. */
    private static int highest(Load load, Server server, Scenario scenario) throws IOException, InterruptedException {
        int clean = 0;
        double rate = scenario.rate();
        for (int step = 0; step < SWEEP_STEPS; step++) {
            Load.Result result = load.run(server, scenario, (int) rate, SWEEP_SECONDS);
            if (!result.outcome().isClean()) {
                break;
            }
            clean = (int) rate;
            rate *= SWEEP_FACTOR;
        }
        return clean;
    }
}
