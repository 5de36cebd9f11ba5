package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToIntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionSimulationTest {
    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void ringThatWasCutAcrossMergesWithinAMinute(long seed) {
        Simulation simulation = Overlays.grown(seed, 200);
        cutAndHeal(simulation, peer -> simulation.random().nextInt(2));
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void ringThatWasCutInTwoArcsMergesWithinAMinute(long seed) {
        Simulation simulation = Overlays.grown(seed, 200);
        cutAndHeal(simulation, peer -> peer.position().high() < 0 ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void peerThatWasCutOffAloneComesBack(long seed) {
        Simulation simulation = Overlays.grown(seed, 50);
        SimulatedPeer alone = simulation.anyMember();
        cutAndHeal(simulation, peer -> peer == alone ? 1 : 0);
    }

    private static void cutAndHeal(Simulation simulation, ToIntFunction<SimulatedPeer> part) {
        int peers = simulation.running().size();
        simulation.running().forEach(peer -> peer.setPart(part.applyAsInt(peer)));
        simulation.run(60_000);
        for (int i = 0; i < 2; i++) {
            Census census = Census.of(simulation, Overlays.CONFIG.neighbors(), i);
            assertThat(census.firstWrongTable())
                    .as("seed %d: each part becomes a ring of its own", simulation.seed())
                    .isEmpty();
        }
        simulation.running().forEach(peer -> peer.setPart(0));
        Overlays.assertConverges(simulation, peers, 60_000);
    }
}
