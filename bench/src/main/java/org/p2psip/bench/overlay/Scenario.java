package org.p2psip.bench.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2psip.bench.overlay.Plot.Point;
import org.p2psip.routing.peer.PeerConfig;

/** What the simulation measures. Each prints one line, and keeps what a plot is drawn from. */
enum Scenario {
    /** A ring at rest: hops of lookups, messages, memory. */
    SIZE {
        @Override
        String run(Simulation simulation, List<Point> course) {
            simulation.run(SETTLE_MS);
            simulation.lookups().take();
            long before = simulation.sent();
            simulation.run(MEASURE_MS);
            double messages = perPeerAndSecond(simulation, simulation.sent() - before, MEASURE_MS);
            simulation.lookups().spread(LOOKUPS, MEASURE_MS);
            simulation.run(2 * MEASURE_MS);
            Lookups.Result result = simulation.lookups().take();
            int peers = simulation.running().size();
            double links = simulation.running().stream()
                    .mapToInt(peer -> peer.core().links())
                    .average()
                    .orElse(0);
            course.add(new Point(result.meanHops(), messages));
            return text(
                    "mean hops %.2f (at most %.2f wanted), %d of %d lookups failed, %.2f messages per peer and second,"
                            + " %.1f links, %.1f KB of heap per peer",
                    result.meanHops(),
                    0.5 * Math.log(peers) / Math.log(2) + 1,
                    result.failed(),
                    result.done(),
                    messages,
                    links,
                    usedHeap() / 1024.0 / peers);
        }
    },
    /** Peers that crash: how long until all tables are right again. */
    CRASH {
        @Override
        String run(Simulation simulation, List<Point> course) {
            simulation.run(SETTLE_MS);
            List<Long> times = new ArrayList<>();
            int crashes = Math.min(CRASHES, simulation.running().size() / 2);
            if (crashes == 0) {
                return "too few peers for one to crash";
            }
            for (int i = 0; i < crashes; i++) {
                simulation.crash(simulation.anyMember());
                long took = simulation.runUntil(() -> census(simulation).isConverged(), 50, LIMIT_MS);
                times.add(took < 0 ? LIMIT_MS : took);
                simulation.run(simulation.random().nextInt(2_000));
            }
            times.sort(null);
            return text(
                    "replaced everywhere after %d ms in the median, %d ms at worst, of %d crashes",
                    times.get(crashes / 2), times.getLast(), crashes);
        }
    },
    /** A fifth of the peers replaced per hour: lookups that fail. */
    CHURN {
        @Override
        String run(Simulation simulation, List<Point> course) {
            simulation.run(SETTLE_MS);
            simulation.lookups().take();
            long before = simulation.sent();
            int replaced = Churn.replace(simulation, 0.2, CHURN_MS);
            simulation.lookups().spread(CHURN_LOOKUPS, CHURN_MS);
            simulation.run(CHURN_MS);
            double messages = perPeerAndSecond(simulation, simulation.sent() - before, CHURN_MS);
            simulation.run(SETTLE_MS);
            Lookups.Result result = simulation.lookups().take();
            return text(
                    "%d peers replaced in %d minutes: of %d lookups %.3f %% failed first, %.4f %% after one retry;"
                            + " %.2f messages per peer and second with the lookups",
                    replaced,
                    CHURN_MS / 60_000,
                    result.done(),
                    100 * result.failedFirst(),
                    100 * result.failedAfterOneRetry(),
                    messages);
        }
    },
    /** A network that is cut in two, at random, for a minute: how long until there is one ring again. */
    PARTITION {
        @Override
        String run(Simulation simulation, List<Point> course) {
            simulation.run(SETTLE_MS);
            simulation
                    .running()
                    .forEach(peer -> peer.setPart(simulation.random().nextInt(2)));
            simulation.run(CUT_MS);
            simulation.running().forEach(peer -> peer.setPart(0));
            long healed = simulation.now();
            long before = simulation.sent();
            boolean merged = false;
            while (!merged && simulation.now() - healed < LIMIT_MS) {
                course.add(new Point(
                        (simulation.now() - healed) / 1000.0,
                        100.0
                                * census(simulation).wrongNeighbors()
                                / simulation.running().size()));
                simulation.run(500);
                merged = census(simulation).isConverged();
            }
            course.add(new Point((simulation.now() - healed) / 1000.0, 0));
            return text(
                    "%s after %.1f s, with %.0f messages per peer",
                    merged ? "all tables right" : "not merged",
                    (simulation.now() - healed) / 1000.0,
                    (double) (simulation.sent() - before) / simulation.running().size());
        }
    };

    private static final int SETTLE_MS = 30_000;
    private static final int MEASURE_MS = 10_000;
    private static final int LOOKUPS = 5_000;
    private static final int CRASHES = 20;
    private static final int CHURN_MS = 600_000;
    private static final int CHURN_LOOKUPS = 200_000;
    private static final int CUT_MS = 60_000;
    private static final long LIMIT_MS = 120_000;

    /** Measures on an overlay that has just grown. */
    abstract String run(Simulation simulation, List<Point> course);

    static Census census(Simulation simulation) {
        return Census.of(simulation, PeerConfig.defaults().neighbors());
    }

    private static double perPeerAndSecond(Simulation simulation, long messages, long millis) {
        return messages * 1000.0 / millis / simulation.running().size();
    }

    private static long usedHeap() {
        System.gc(); // what is left is what the peers hold
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
