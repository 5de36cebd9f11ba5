package org.p2psip.bench.records;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.p2psip.bench.measure.BenchNode;
import org.p2psip.bench.measure.CpuTime;
import org.p2psip.bench.measure.Samples;
import org.p2psip.bench.measure.ScratchDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code p2psip bench records}: Get and Put through the client protocol. */
@Command(
        name = "p2psip bench records",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        description = {
            "Get and Put of contacts at a site of its own, with the certificate of an edge, random records. Prints the"
                    + " rate, and CPU time per operation of the load itself, of all routing and of all storage services.",
            "Everything stays on 127.0.0.1, ends by itself and is removed. Needs Linux."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:operations failed, or it could not be measured", "2:an argument is wrong"})
public final class RecordsBench implements Callable<Integer> {
    private static final int FAILED = 1;
    /** Times that are kept of one run. */
    private static final int MAX_TIMES = 2_000_000;

    private static final int PORTS_PER_NODE = 20;
    private static final String ROW = "%-5s %9s %8d %8d %12.1f %12.1f %12.1f %8.0f %8.0f%n";

    @Option(
            names = "--operations",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure, separated by commas: ${COMPLETION-CANDIDATES}. Default: put,get.")
    private List<RecordOperation> operations = List.of(RecordOperation.PUT, RecordOperation.GET);

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes of the site, 1 to 9. Default: 3.")
    private int nodes = 3;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Records that are stored before anything is measured. Default: 20000.")
    private int records = 20_000;

    @Option(names = "--in-flight", paramLabel = "N", description = "Operations that wait at once. Default: 64.")
    private int inFlight = 64;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Operations a second, however long the answers take. Default: as many as --in-flight gives.")
    private int rate;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each; the median counts. Default: 3.")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a run. Default: 10.")
    private int seconds = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Load before each operation's first run, for Java's compiler. Default: 60.")
    private int warmUp = 60;

    @Option(names = "--port-base", paramLabel = "N", description = "First of the ports that are used. Default: 17500.")
    private int portBase = 17_500;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final RandomGenerator random = RandomGenerator.getDefault();
    private boolean failures;

    private record Run(RecordLoad.Result result, double client, double routing, double storage) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (nodes < 1
                || nodes > 9
                || records < 1
                || inFlight < 1
                || inFlight > 1_024
                || rate < 0
                || rounds < 1
                || seconds < 1
                || warmUp < 0
                || portBase < 1024
                || portBase > 65_000) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--nodes 1 to 9, --records from 1, --in-flight 1 to 1024, --rate from 0, --rounds from 1, --seconds"
                            + " from 1, --warm-up from 0, --port-base 1024 to 65000");
        }
        try (ScratchDirectory directory = ScratchDirectory.make();
                BenchNode node = BenchNode.start(directory.path().resolve("node"), nodes, options());
                EdgeClients clients =
                        EdgeClients.connect(node.directory(), directory.path().resolve("keys"), peers())) {
            measure(node, clients);
        }
        return failures ? FAILED : 0;
    }

    private List<String> options() {
        return List.of(
                "--auth=none",
                "--domain=" + RecordOperation.DOMAIN,
                "--sip-port=" + portBase,
                "--turn-port=" + (portBase + 1),
                "--port-base=" + (portBase + 2));
    }

    private List<String> peers() {
        return IntStream.range(0, nodes)
                .mapToObj(index -> "127.0.0.1:" + (portBase + 2 + PORTS_PER_NODE * index))
                .toList();
    }

    private void measure(BenchNode node, EdgeClients clients) throws IOException {
        AtomicLong number = new AtomicLong();
        RecordLoad.Result filled =
                load(clients, RecordOperation.PUT, number::getAndIncrement, 0).each(inFlight, records);
        System.out.printf(
                Locale.ROOT, "%d records stored at %.0f/s, %d failed%n", records, filled.perSecond(), filled.failed());
        complain(filled);
        System.out.printf(
                "%-5s %9s %8s %8s %12s %12s %12s %8s %8s%n",
                "what", "wanted/s", "done/s", "failed", "client µs", "routing µs", "storage µs", "p50 µs", "p99 µs");
        LongSupplier any = () -> random.nextInt(records);
        for (RecordOperation operation : operations) {
            if (warmUp > 0) {
                complain(load(clients, operation, any, 0).steady(inFlight, warmUp));
            }
            List<Run> runs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                runs.add(run(node, load(clients, operation, any, MAX_TIMES)));
            }
            print(operation, runs);
        }
    }

    private static RecordLoad load(EdgeClients clients, RecordOperation operation, LongSupplier records, int times) {
        return new RecordLoad(turn -> operation.start(clients.of(turn), records.getAsLong()), times);
    }

    private Run run(BenchNode node, RecordLoad load) throws IOException {
        List<Long> routing = node.pids("routing");
        List<Long> storage = node.pids("storage");
        List<Long> own = List.of(ProcessHandle.current().pid());
        double client = -cpu(own);
        double peers = -cpu(routing);
        double stores = -cpu(storage);
        RecordLoad.Result result = rate == 0 ? load.steady(inFlight, seconds) : load.paced(rate, seconds);
        complain(result);
        double done = Math.max(1, result.done());
        return new Run(
                result, (client + cpu(own)) / done, (peers + cpu(routing)) / done, (stores + cpu(storage)) / done);
    }

    private static double cpu(List<Long> pids) {
        return pids.stream().mapToLong(CpuTime::micros).sum();
    }

    private void complain(RecordLoad.Result result) {
        if (result.failed() > 0) {
            failures = true;
            System.err.println("p2psip: " + result.failed() + " operations failed; the first: " + result.failure());
        }
    }

    private void print(RecordOperation operation, List<Run> runs) {
        System.out.printf(
                Locale.ROOT,
                ROW,
                operation.label(),
                rate == 0 ? "-" : Integer.toString(rate),
                Math.round(median(runs, run -> run.result().perSecond())),
                runs.stream().mapToLong(run -> run.result().failed()).sum(),
                median(runs, Run::client),
                median(runs, Run::routing),
                median(runs, Run::storage),
                median(runs, run -> run.result().times().median()),
                median(runs, run -> run.result().times().percentile(99)));
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Samples.of(runs.stream().mapToDouble(figure).toArray()).median();
    }
}
