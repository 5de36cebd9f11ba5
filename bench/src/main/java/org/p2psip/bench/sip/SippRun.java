package org.p2psip.bench.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of SIPp: some operations of a scenario at a rate. It ends by itself. */
final class SippRun implements AutoCloseable {
    /** Longer than any operation may take, in s. */
    private static final int PATIENCE = 25;

    private final Path directory;
    private final int operations;
    private final Process process;

    /**
     * What to run.
     *
     * @param file SIPp's scenario
     * @param server where it sends to
     * @param domain of the users
     * @param port its own
     * @param phonesPort of those that are asked, for Contact
     * @param rate operations per second; 0 for the side that is asked
     * @param operations how many, or for the side that is asked how many seconds
     */
    record Order(
            Path file, InetSocketAddress server, String domain, int port, int phonesPort, int rate, int operations) {}

    private SippRun(Path directory, int operations, Process process) {
        this.directory = directory;
        this.operations = operations;
        this.process = process;
    }

    /** The side that is asked: answers until it is closed, or {@code operations} seconds. */
    static SippRun phones(Path directory, Order order) throws IOException {
        return start(directory, order, List.of("-timeout", order.operations() + PATIENCE + "s"));
    }

    /**
     * The side that asks.
     *
     * @param users start of the users' names, which a number follows
     * @param population how many of them
     * @param sequence CSeq of their REGISTER
     */
    static SippRun callers(Path directory, Order order, String users, int population, long sequence)
            throws IOException {
        Path names = directory.resolve("users.csv");
        Files.createDirectories(directory);
        Files.writeString(
                names, "SEQUENTIAL,PRINTF=%d%n%s%%07d;%s%n".formatted(population, users, Logins.authentication(users)));
        int open = Math.max(1_000, order.rate());
        return start(
                directory,
                order,
                List.of(
                        "-r", Integer.toString(order.rate()),
                        "-m", Integer.toString(order.operations()),
                        "-l", Integer.toString(open),
                        "-inf", names.toString(),
                        "-auth_uri", order.domain(),
                        // The same user registers with the same Call-ID and a higher CSeq (RFC 3261 10.2)
                        "-cid_str", "%u-" + users + "@%s",
                        "-base_cseq", Long.toString(sequence),
                        "-recv_timeout", "10000",
                        "-timeout", order.operations() / order.rate() + PATIENCE + "s"));
    }

    private static SippRun start(Path directory, Order order, List<String> more) throws IOException {
        Files.createDirectories(directory);
        List<String> command = new ArrayList<>(List.of(
                "sipp",
                order.server().getHostString() + ":" + order.server().getPort(),
                "-sf",
                order.file().toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(order.port()),
                "-key",
                "domain",
                order.domain(),
                "-key",
                "phones",
                Integer.toString(order.phonesPort()),
                "-timer_resol",
                "1",
                "-max_recv_loops",
                "200",
                "-max_sched_loops",
                "200",
                // SIPp's own default loses datagrams before any server does
                "-buff_size",
                "4194304",
                "-nostdin",
                "-trace_stat",
                "-stf",
                "stat.csv",
                "-fd",
                "1",
                "-trace_err",
                "-error_file",
                "errors.log"));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("screen.log").toFile())
                .start();
        return new SippRun(directory, order.operations(), process);
    }

    /** Waits until all operations are over. */
    Outcome await() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        try {
            List<String> rows = Files.readAllLines(directory.resolve("stat.csv"));
            return Outcome.of(rows, operations);
        } catch (IOException e) {
            throw new UncheckedIOException("SIPp left no statistics; see " + directory.resolve("screen.log"), e);
        }
    }

    /**
     * What came of a run.
     *
     * @param succeeded operations
     * @param failed operations, those among them that were not even started in time
     * @param retransmissions messages that were sent again
     */
    record Outcome(int succeeded, int failed, int retransmissions) {
        static Outcome of(List<String> rows, int operations) {
            List<String> names = List.of(rows.getFirst().split(";"));
            String[] last = rows.getLast().split(";");
            int succeeded = Integer.parseInt(last[names.indexOf("SuccessfulCall(C)")]);
            return new Outcome(
                    succeeded, operations - succeeded, Integer.parseInt(last[names.indexOf("Retransmissions(C)")]));
        }

        /** Whether less than one operation in a thousand failed or had to be helped. */
        boolean isClean() {
            return 1000L * (failed + retransmissions) < succeeded + failed;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
