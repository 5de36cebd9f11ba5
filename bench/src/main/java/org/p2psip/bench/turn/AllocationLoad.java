package org.p2psip.bench.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.p2psip.bench.measure.CpuTime;

/** Makes allocations, one after the other, each from an address of its own on loopback, and lets them stay. */
final class AllocationLoad {
    private static final int PORTS_OF_AN_ADDRESS = 20_000;
    private static final int FIRST_PORT = 20_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int KIB_PER_MIB = 1_024;

    private AllocationLoad() {}

    /**
     * What it took.
     *
     * @param cpuMicros of the server for each allocation: a challenge and an answer
     * @param residentMib of the server with all of them
     */
    record Result(double perSecond, double cpuMicros, long residentMib) {}

    static Result run(TurnTarget server, int allocations) throws IOException {
        Random random = new Random();
        long cpu = CpuTime.micros(server.pid());
        long start = System.nanoTime();
        for (int i = 0; i < allocations; i++) {
            String address = "127.0.1." + (1 + i / PORTS_OF_AN_ADDRESS);
            new TurnClient(
                            server.address(),
                            new InetSocketAddress(address, FIRST_PORT + i % PORTS_OF_AN_ADDRESS),
                            random)
                    .leave();
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        double micros = (double) (CpuTime.micros(server.pid()) - cpu) / allocations;
        return new Result(allocations / seconds, micros, residentMib(server.pid()));
    }

    private static long residentMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
                .findFirst()
                .orElse(0);
    }
}
