package org.p2psip.bench.turn;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.p2psip.bench.measure.Samples;
import org.p2psip.bench.measure.ScratchDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code p2psip bench turn}: the relay beside coturn, scenario by scenario. */
@Command(
        name = "p2psip bench turn",
        sortOptions = false,
        description = {
            "Load on a relay of its own and, where coturn is installed, on a coturn beside it: packets of 172 bytes at the"
                    + " same rates, turn by turn. Prints CPU time per relayed packet, and round trips.",
            "Everything stays on 127.0.0.1, ends by itself and is removed. Needs Linux, and a relay that is built."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:it could not be measured", "2:an argument is wrong"})
public final class TurnBench implements Callable<Integer> {
    private static final String ROW = "%-22s %-7s %9.0f %8.3f %18s %8.0f %8.0f%n";
    private static final int MOST_ALLOCATIONS = 50_000;
    private static final double LOSS_THAT_SPOILS = 0.1;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each; the median counts. Default: 3.")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a run. Default: 4.")
    private int seconds = 4;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Load on the relay before all, for Java's compiler. Default: 20.")
    private int warmUp = 20;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only scenarios whose name contains it, such as channel or dense.")
    private String only = "";

    @Option(names = "--rate", paramLabel = "N", description = "Relayed packets per second. Default: 20000.")
    private int rate = 20_000;

    @Option(
            names = "--allocations",
            paramLabel = "N",
            description =
                    "Instead of packets: makes so many allocations, 1 to 50000, and says what they cost the relay.")
    private int allocations;

    @Option(names = "--port-base", paramLabel = "N", description = "First of 2500 ports that are used. Default: 17400.")
    private int portBase = 17_400;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1
                || seconds < 1
                || seconds > 60
                || warmUp < 0
                || rate < 100
                || allocations < 0
                || allocations > MOST_ALLOCATIONS
                || portBase < 1024
                || portBase > 60_000) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds from 1, --seconds 1 to 60, --warm-up from 0, --rate from 100, --allocations 1 to "
                            + MOST_ALLOCATIONS + ", --port-base 1024 to 60000");
        }
        if (allocations > 0) {
            return allocate();
        }
        try (ScratchDirectory scratch = ScratchDirectory.make();
                TurnTarget relay =
                        TurnTarget.relay(Files.createDirectory(scratch.path().resolve("relay")), portBase)) {
            Optional<TurnTarget> coturn =
                    TurnTarget.coturn(Files.createDirectory(scratch.path().resolve("coturn")), portBase + 1_250);
            try {
                compare(relay, coturn);
            } finally {
                coturn.ifPresent(TurnTarget::close);
            }
        }
        return 0;
    }

    private int allocate() throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.make();
                TurnTarget relay = TurnTarget.relayFor(allocations, scratch.path(), portBase)) {
            AllocationLoad.Result result = AllocationLoad.run(relay, allocations);
            System.out.printf(
                    Locale.ROOT,
                    "%d allocations, %.0f a second, %.0f µs CPU each, %d MiB resident%n",
                    allocations,
                    result.perSecond(),
                    result.cpuMicros(),
                    result.residentMib());
        }
        return 0;
    }

    private List<TurnScenario> scenarios() {
        int messages = rate / 2;
        List<TurnScenario> all = new ArrayList<>();
        for (int clients : List.of(100, 500)) {
            all.add(new TurnScenario("channel " + clients, true, clients, messages, 1));
            all.add(new TurnScenario("send " + clients, false, clients, messages, 1));
        }
        all.add(new TurnScenario("channel highest", true, 100, 0, 1));
        all.add(new TurnScenario("send highest", false, 100, 0, 1));
        all.add(new TurnScenario("dense 4 x 16", true, 4, 0, 16));
        return all.stream().filter(one -> one.label().contains(only)).toList();
    }

    private void compare(TurnTarget relay, Optional<TurnTarget> coturn) throws IOException {
        if (coturn.isEmpty()) {
            System.out.println(
                    "coturn is not installed (Debian: apt-get install coturn): the relay alone is measured.");
        }
        System.out.printf(
                "%-22s %-7s %9s %8s %18s %8s %8s%n",
                "scenario", "server", "packets/s", "lost %", "CPU µs/packet", "p50 µs", "p99 µs");
        if (warmUp > 0) {
            TurnLoad.run(relay, new TurnScenario("warm-up", true, 100, rate / 2, 1), warmUp / 2);
            TurnLoad.run(relay, new TurnScenario("warm-up", false, 100, rate / 2, 1), warmUp - warmUp / 2);
        }
        for (TurnScenario scenario : scenarios()) {
            List<TurnLoad.Result> ours = new ArrayList<>();
            List<TurnLoad.Result> theirs = new ArrayList<>();
            // Turn by turn, so that whatever else the machine does meets both
            for (int round = 0; round < rounds; round++) {
                ours.add(TurnLoad.run(relay, scenario, seconds));
                if (coturn.isPresent()) {
                    theirs.add(TurnLoad.run(coturn.get(), scenario, seconds));
                }
            }
            row(scenario, relay.name(), ours);
            coturn.ifPresent(peer -> row(scenario, peer.name(), theirs));
        }
    }

    private static void row(TurnScenario scenario, String server, List<TurnLoad.Result> results) {
        Samples cpu = samples(results, TurnLoad.Result::cpuMicros);
        double lost = samples(results, TurnLoad.Result::lostPercent).median();
        System.out.printf(
                Locale.ROOT,
                ROW,
                scenario.label() + (lost > LOSS_THAT_SPOILS ? " (!)" : ""),
                server,
                samples(results, TurnLoad.Result::packetsPerSecond).median(),
                lost,
                String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", cpu.median(), cpu.percentile(0), cpu.percentile(100)),
                samples(results, result -> result.roundTrips().median()).median(),
                samples(results, result -> result.roundTrips().percentile(99)).median());
    }

    private static Samples samples(List<TurnLoad.Result> results, ToDoubleFunction<TurnLoad.Result> figure) {
        return Samples.of(results.stream().mapToDouble(figure).toArray());
    }
}
