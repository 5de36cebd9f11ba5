package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.bench.overlay.Overlays.CONFIG;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.peer.PeerCounter;

class JoinSimulationTest {
    private static final int LINKS = 80;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 20, 100})
    void peersThatJoinAllAtOnceFormOneRing(int peers) {
        Seeds.several().forEach(seed -> {
            Simulation simulation = new Simulation(seed, NetworkModel.continent(), CONFIG);
            for (int i = 0; i < peers; i++) {
                simulation.add();
            }
            Overlays.assertConverges(simulation, peers, 60_000);
        });
    }

    /** As with 100 000 peers that join by the thousand: the limit of links is reached by those that pass through. */
    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void peersFormOneRingThoughMorePassThroughThanAPeerHasLinks(long seed) {
        PeerConfig config = Overlays.withLinks(LINKS);
        Simulation simulation = new Simulation(seed, NetworkModel.continent(), config);
        for (int i = 0; i < 300; i++) {
            simulation.add();
        }
        Overlays.assertConverges(simulation, 300, 60_000);
        long displaced = simulation.running().stream()
                .mapToLong(peer -> peer.core().counters().get(PeerCounter.LINKS_DISPLACED))
                .sum();
        assertThat(displaced).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void peersFormOneRingThoughTheNetworkLosesMessages(long seed) {
        Simulation simulation = new Simulation(seed, NetworkModel.continent().losing(0.02), CONFIG);
        Growth.to(simulation, 100);
        Overlays.assertConverges(simulation, 100, 120_000);
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void rangesThatPeersSayTheyHaveCoverTheRingOnce(long seed) {
        Simulation simulation = new Simulation(seed, NetworkModel.continent(), CONFIG);
        List<PeerCommand> ranges = new ArrayList<>();
        simulation.observe(event -> {
            if (event.command() instanceof PeerCommand.RangeGained
                    || event.command() instanceof PeerCommand.RangeLost) {
                ranges.add(event.command());
            }
        });
        Growth.to(simulation, 30);
        Overlays.assertConverges(simulation, 30, 60_000);
        simulation.observe(event -> {});
        long gained = ranges.stream()
                .filter(PeerCommand.RangeGained.class::isInstance)
                .count();
        assertThat(gained).as("seed %d", seed).isGreaterThanOrEqualTo(30);
        assertThat(ranges.size() - gained)
                .as("seed %d: each join takes a range away", seed)
                .isGreaterThanOrEqualTo(29);
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void lookupsTakeNoMoreThanHalfTheLogarithmOfHopsPlusOne(long seed) {
        Simulation simulation = Overlays.grown(seed, 500);
        simulation.run(30_000);
        simulation.lookups().spread(1_000, 10_000);
        simulation.run(30_000);
        Lookups.Result result = simulation.lookups().take();
        assertThat(result.done()).as("seed %d", seed).isEqualTo(1_000);
        assertThat(result.failed()).as("seed %d", seed).isZero();
        assertThat(result.astray()).as("seed %d", seed).isZero();
        assertThat(result.meanHops()).as("seed %d", seed).isLessThanOrEqualTo(0.5 * Math.log(500) / Math.log(2) + 1);
    }
}
