package org.p2psip.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.p2psip.bench.overlay.OverlayBench;
import org.p2psip.bench.records.RecordsBench;
import org.p2psip.bench.sip.SipBench;
import org.p2psip.bench.turn.TurnBench;
import picocli.CommandLine;

/** {@code p2psip bench}: jmh, sip, turn, records, overlay. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENT = 2;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        String what = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (what) {
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            case "sip" -> System.exit(run(new SipBench(), rest));
            case "turn" -> System.exit(run(new TurnBench(), rest));
            case "records" -> System.exit(run(new RecordsBench(), rest));
            case "overlay" -> System.exit(run(new OverlayBench(), rest));
            default -> {
                System.err.println(
                        "Usage: p2psip bench sip [OPTIONS]       load on an edge, beside Kamailio; --help says more\n"
                                + "       p2psip bench turn [OPTIONS]      load on a relay, beside coturn; --help says more\n"
                                + "       p2psip bench records [OPTIONS]   Get and Put at a site's stores; --help says more\n"
                                + "       p2psip bench overlay [OPTIONS]   thousands of peers simulated; --help says more\n"
                                + "       p2psip bench jmh [OPTIONS]       benchmarks of the cores, with JMH's options\n"
                                + (what.isEmpty() ? "" : "p2psip: there is no bench \"" + what + "\""));
                System.exit(WRONG_ARGUMENT);
            }
        }
    }

    private static int run(Callable<Integer> bench, String[] arguments) {
        return new CommandLine(bench)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IOException) {
                        System.err.println("p2psip: " + failure.getMessage());
                        return FAILED;
                    }
                    throw failure;
                })
                .execute(arguments);
    }
}
