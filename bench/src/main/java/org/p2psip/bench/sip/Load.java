package org.p2psip.bench.sip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.p2psip.bench.measure.Samples;

/** Puts one scenario's load on one server, and measures. */
final class Load {
    private static final int REGISTERED = 1_000;
    private static final int PREPARATION_RATE = 1_500;
    private static final int MAX_PREPARATION_RATE = 4_000;

    private final Path directory;
    private final int callersPort;
    private final int phonesPort;
    private int runs;

    /** @param directory for what SIPp reads and writes */
    Load(Path directory, int callersPort, int phonesPort) {
        this.directory = directory;
        this.callersPort = callersPort;
        this.phonesPort = phonesPort;
    }

    /**
     * What one run showed.
     *
     * @param outcome SIPp's counts
     * @param cpuMicros of the server for each operation that succeeded
     * @param chainMicros of the processes behind it, the same
     * @param times response times in µs, as the probe saw them
     * @param lost requests of the probe without an answer
     */
    record Result(SippRun.Outcome outcome, double cpuMicros, double chainMicros, Samples times, int lost) {}

    /** Runs a scenario for some seconds. */
    Result run(Server server, Scenario scenario, int rate, int seconds) throws IOException, InterruptedException {
        int operations = rate * seconds;
        String users = users(scenario);
        prepare(server, scenario, users, operations);
        runs++;
        Path run = directory.resolve("run" + runs);
        int population =
                switch (scenario.population()) {
                    case ENROLLED -> Logins.COUNT;
                    case REGISTERED -> REGISTERED;
                    case NOBODY, REGISTERED_EACH -> operations;
                };
        SippRun phones = null;
        try {
            if (scenario.phoneFile() != null) {
                phones = SippRun.phones(
                        run.resolve("phones"), order(server, scenario, scenario.phoneFile(), phonesPort, 0, seconds));
            }
            Probe probe = new Probe(server.address(), Domains.of(scenario), scenario.probe());
            long cpu = server.cpuMicros();
            long chain = server.chainMicros();
            try (SippRun callers = SippRun.callers(
                    run.resolve("callers"),
                    order(server, scenario, scenario.file(), callersPort, rate, operations),
                    users,
                    population,
                    sequence())) {
                CompletableFuture<Samples> times = CompletableFuture.supplyAsync(() -> probed(probe, seconds));
                SippRun.Outcome outcome = callers.await();
                int succeeded = Math.max(1, outcome.succeeded());
                double perOperation = (server.cpuMicros() - cpu) / (double) succeeded;
                double behind = (server.chainMicros() - chain) / (double) succeeded;
                return new Result(outcome, perOperation, behind, times.join(), probe.lost());
            }
        } finally {
            if (phones != null) {
                phones.close();
            }
        }
    }

    private static Samples probed(Probe probe, int seconds) {
        try {
            return probe.run(TimeUnit.SECONDS.toNanos(seconds) - TimeUnit.MILLISECONDS.toNanos(500));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the probe failed", e);
        }
    }

    /** Registers those who are called, outside of what is measured. */
    private void prepare(Server server, Scenario scenario, String users, int operations)
            throws IOException, InterruptedException {
        if (scenario.population() == Scenario.Population.NOBODY || scenario.needsDigest()) {
            return;
        }
        boolean each = scenario.population() == Scenario.Population.REGISTERED_EACH;
        int population = each ? operations : REGISTERED;
        int rate = each ? Math.min(MAX_PREPARATION_RATE, PREPARATION_RATE) : PREPARATION_RATE;
        runs++;
        try (SippRun registering = SippRun.callers(
                directory.resolve("run" + runs),
                order(server, scenario, Scenario.REGISTER.file(), callersPort, rate, population),
                users,
                population,
                sequence())) {
            SippRun.Outcome outcome = registering.await();
            if (outcome.failed() > 0) {
                throw new IOException(outcome.failed() + " of " + population + " registrations before "
                        + scenario.label() + " failed at " + server.name());
            }
        }
    }

    /** New names for REGISTER, the same again for what needs registered users. */
    private static String users(Scenario scenario) {
        if (scenario.needsDigest()) {
            return Logins.PREFIX;
        }
        return scenario == Scenario.REGISTER
                ? "n" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "x"
                : scenario.population() == Scenario.Population.NOBODY ? "nobody" : "user";
    }

    /** Higher each time, so that a REGISTER is never older than what is registered. */
    private static long sequence() {
        return System.currentTimeMillis() / 100 % 1_000_000_000;
    }

    private SippRun.Order order(Server server, Scenario scenario, String file, int port, int rate, int operations)
            throws IOException {
        return new SippRun.Order(
                Resources.copy(file + ".xml", directory),
                server.address(),
                Domains.of(scenario),
                port,
                phonesPort,
                rate,
                operations);
    }
}
