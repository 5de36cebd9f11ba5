package org.p2psip.bench.sip;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.p2psip.bench.measure.Samples;

/** The results as lines of text. */
final class Table {
    private static final String HEAD = "%-13s %-9s %7s %7s %7s  %-22s %6s %8s %8s %8s%n";
    private static final String ROW = "%-13s %-9s %7d %7d %7d  %-22s %6s %8.0f %8.0f %8.0f%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.printf(
                HEAD,
                "scenario",
                "server",
                "rate/s",
                "failed",
                "resent",
                "CPU µs/op (range)",
                "ratio",
                "chain µs",
                "p50 µs",
                "p99 µs");
    }

    /** A server's medians; its CPU beside that of others where there are any. */
    void row(Scenario scenario, Server server, List<Load.Result> results, List<Load.Result> others) {
        Samples cpu = samples(results, Load.Result::cpuMicros);
        String range =
                String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", cpu.median(), cpu.percentile(0), cpu.percentile(100));
        String ratio = others.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.2f",
                        cpu.median() / samples(others, Load.Result::cpuMicros).median());
        out.printf(
                Locale.ROOT,
                ROW,
                scenario.label(),
                server.name(),
                scenario.rate(),
                results.stream().mapToInt(result -> result.outcome().failed()).sum(),
                results.stream()
                        .mapToInt(result -> result.outcome().retransmissions())
                        .sum(),
                range,
                ratio,
                samples(results, Load.Result::chainMicros).median(),
                samples(results, result -> result.times().median()).median(),
                samples(results, result -> result.times().percentile(99)).median());
    }

    /** The highest clean rate of a server; 0 when not even the usual one was clean. */
    void highest(Scenario scenario, Server server, int rate) {
        out.printf("%-13s %-9s highest clean rate %d/s%n", scenario.label(), server.name(), rate);
    }

    private static Samples samples(List<Load.Result> results, ToDoubleFunction<Load.Result> figure) {
        return Samples.of(results.stream().mapToDouble(figure).toArray());
    }
}
