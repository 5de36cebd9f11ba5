package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.bench.overlay.Overlays.CONFIG;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiteSimulationTest {
    private static final int PEERS_OF_A_SITE = 5;

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void peersOfOneSiteAnswerForEachOtherWithoutAHop(long seed) {
        Simulation simulation = sites(seed, 1);
        simulation.run(20_000);
        simulation.lookups().spread(500, 5_000);
        simulation.run(10_000);
        Lookups.Result result = simulation.lookups().take();
        assertThat(result.done()).as("seed %d", seed).isEqualTo(500);
        assertThat(result.hops()).as("seed %d", seed).isZero();
        assertThat(result.astray()).as("seed %d", seed).isZero();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void replicasBelongToTheNextTwoSitesClockwise(long seed) {
        Simulation simulation = sites(seed, 6);
        simulation.run(40_000);
        List<SimulatedPeer> peers = new ArrayList<>(simulation.running());
        peers.sort(Comparator.comparing(SimulatedPeer::position));
        for (int i = 0; i < peers.size(); i++) {
            SimulatedPeer peer = peers.get(i);
            List<String> expected = new ArrayList<>();
            for (int j = 1; expected.size() < 2; j++) {
                String site = peers.get((i + j) % peers.size()).info().site();
                if (!site.equals(peer.info().site()) && !expected.contains(site)) {
                    expected.add(site);
                }
            }
            assertThat(peer.core().table().neighbors().replicaSites())
                    .as("seed %d: %s", seed, peer.info())
                    .isEqualTo(expected);
        }
    }

    private static Simulation sites(long seed, int sites) {
        Simulation simulation = new Simulation(seed, NetworkModel.continent(), CONFIG);
        for (int i = 0; i < sites * PEERS_OF_A_SITE; i++) {
            simulation.add("site-" + i % sites);
            simulation.run(500);
        }
        Overlays.assertConverges(simulation, sites * PEERS_OF_A_SITE, 60_000);
        return simulation;
    }
}
