package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A large ring: ways stay short, every lookup arrives, and who crashes is replaced. */
class SizeSimulationTest {
    private static final int PEERS = Boolean.getBoolean("long.tests") ? 10_000 : 1_000;
    private static final int LOOKUPS = 2_000;
    private static final int MEASURE_MS = 20_000;

    private final long seed = Seeds.several().reduce((fixed, last) -> last).orElseThrow();
    private Simulation simulation;

    @BeforeEach
    void overlayIsGrown() {
        simulation = Overlays.grown(seed, PEERS);
        simulation.run(60_000);
        simulation.lookups().take();
    }

    @Test
    void lookupsTakeTheWaysThatChordPromises() {
        simulation.lookups().spread(LOOKUPS, MEASURE_MS);
        simulation.run(2 * MEASURE_MS);
        Lookups.Result result = simulation.lookups().take();
        assertThat(result.done()).as("seed %d", seed).isEqualTo(LOOKUPS);
        assertThat(result.failed()).as("seed %d", seed).isZero();
        assertThat(result.meanHops()).as("seed %d", seed).isLessThanOrEqualTo(0.5 * Math.log(PEERS) / Math.log(2) + 1);
    }

    @Test
    void crashedPeersAreReplacedWithinFiveSeconds() {
        for (int i = 1; i <= 10; i++) {
            simulation.crash(simulation.anyMember());
            Overlays.assertConverges(simulation, PEERS - i, 5_000);
        }
    }
}
