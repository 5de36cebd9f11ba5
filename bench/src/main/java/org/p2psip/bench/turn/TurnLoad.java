package org.p2psip.bench.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.p2psip.bench.measure.CpuTime;
import org.p2psip.bench.measure.Samples;

/** Puts a scenario's load on a server for some seconds, and measures. One thread sends and receives. */
final class TurnLoad {
    private static final int MOST_SAMPLES = 4_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** What is on its way when the time is over may still arrive. */
    private static final long REST_NANOS = NANOS_PER_SECOND / 3;

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final TurnScenario scenario;
    private final List<TurnClient> clients = new ArrayList<>();
    private final double[] micros = new double[MOST_SAMPLES];
    private long sent;
    private int echoed;
    private int turn;
    private boolean running = true;

    private TurnLoad(TurnScenario scenario) {
        this.scenario = scenario;
    }

    /**
     * What a run showed. A packet is one that the server relayed: each message makes two.
     *
     * @param cpuMicros of the server for each packet
     * @param roundTrips of the messages, in µs, relayed there and back
     */
    record Result(double packetsPerSecond, double lostPercent, double cpuMicros, Samples roundTrips) {}

    static Result run(TurnTarget server, TurnScenario scenario, int seconds) throws IOException {
        TurnLoad load = new TurnLoad(scenario);
        try (EchoPeer peer = new EchoPeer()) {
            try {
                Random random = new Random();
                for (int i = 0; i < scenario.clients(); i++) {
                    TurnClient client = new TurnClient(server.address(), ANY, random);
                    load.clients.add(client);
                    client.reach(peer.address(), scenario.channels(), i);
                }
                return load.measure(server, seconds);
            } finally {
                for (TurnClient client : load.clients) {
                    client.close();
                }
            }
        }
    }

    private Result measure(TurnTarget server, int seconds) throws IOException {
        try (Selector selector = Selector.open()) {
            for (TurnClient client : clients) {
                client.register(selector);
            }
            long cpu = CpuTime.micros(server.pid());
            long start = System.nanoTime();
            long end = start + seconds * NANOS_PER_SECOND;
            if (scenario.messagesPerSecond() == 0) {
                for (TurnClient client : clients) {
                    burst(client);
                }
            }
            long now = start;
            while (now - end - REST_NANOS < 0 && (now - end < 0 || echoed < sent)) {
                if (now - end < 0 && scenario.messagesPerSecond() > 0) {
                    sendDue(now - start);
                }
                selector.select(this::drain, 1);
                now = System.nanoTime();
                running = now - end < 0;
            }
            long elapsed = Math.min(now, end) - start;
            double packets = sent + echoed;
            return new Result(
                    packets * NANOS_PER_SECOND / elapsed,
                    100.0 * (sent - echoed) / Math.max(1, sent),
                    (CpuTime.micros(server.pid()) - cpu) / packets,
                    Samples.of(Arrays.copyOf(micros, Math.min(echoed, MOST_SAMPLES))));
        }
    }

    private void sendDue(long elapsedNanos) throws IOException {
        long due = (long) ((double) elapsedNanos * scenario.messagesPerSecond() / NANOS_PER_SECOND);
        while (sent + scenario.burst() <= due) {
            burst(clients.get(turn++ % clients.size()));
        }
    }

    private void burst(TurnClient client) throws IOException {
        for (int i = 0; i < scenario.burst(); i++) {
            if (client.send(System.nanoTime())) {
                sent++;
            }
        }
    }

    private void drain(SelectionKey key) {
        TurnClient client = (TurnClient) key.attachment();
        try {
            for (long at = client.receive(); at != 0; at = client.receive()) {
                if (echoed < MOST_SAMPLES) {
                    micros[echoed] = (System.nanoTime() - at) / 1_000.0;
                }
                echoed++;
                if (running && scenario.messagesPerSecond() == 0 && client.send(System.nanoTime())) {
                    sent++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
