package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.routing.peer.PeerCommand;

class FailureSimulationTest {
    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void crashedPeerIsReplacedWithinFiveSeconds(long seed) {
        Simulation simulation = Overlays.grown(seed, 100);
        for (int i = 0; i < 10; i++) {
            simulation.crash(simulation.anyMember());
            Overlays.assertConverges(simulation, 99 - i, 5_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void ringHealsWhenAllSuccessorsOfAPeerCrashAtOnce(long seed) {
        Simulation simulation = Overlays.grown(seed, 100);
        List<SimulatedPeer> peers = new ArrayList<>(simulation.running());
        peers.sort(Comparator.comparing(SimulatedPeer::position));
        peers.subList(40, 46).forEach(simulation::crash);
        Overlays.assertConverges(simulation, 94, 60_000);
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void peerThatLeavesIsReplacedWithinASecondAndNobodySuspectsIt(long seed) {
        Simulation simulation = Overlays.grown(seed, 50);
        List<PeerCommand> alarms = new ArrayList<>();
        simulation.observe(event -> {
            if (event.command() instanceof PeerCommand.Suspected || event.command() instanceof PeerCommand.Failed) {
                alarms.add(event.command());
            }
        });
        for (int i = 0; i < 5; i++) {
            simulation.leave(simulation.anyMember());
            int left = 49 - i;
            assertThat(simulation.runUntil(
                            () -> Overlays.census(simulation).size() == left
                                    && Overlays.census(simulation).wrongNeighbors() == 0,
                            50,
                            1_000))
                    .as("seed %d", seed)
                    .isNotNegative();
            Overlays.assertConverges(simulation, left, 1_500);
        }
        simulation.run(10_000);
        assertThat(alarms).as("seed %d", seed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void peerThatStartsAgainIsTheSamePeerAgain(long seed) {
        Simulation simulation = Overlays.grown(seed, 50);
        for (int pause : new int[] {0, 500, 2_000, 10_000}) {
            SimulatedPeer peer = simulation.anyMember();
            simulation.crash(peer);
            simulation.run(pause);
            simulation.add(peer.info().id(), peer.info().site());
            Overlays.assertConverges(simulation, 50, 20_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void lossyNetworkThrowsNobodyOut(long seed) {
        Simulation simulation = Overlays.grown(seed, 50);
        List<PeerCommand> failed = new ArrayList<>();
        simulation.observe(event -> {
            if (event.command() instanceof PeerCommand.Failed) {
                failed.add(event.command());
            }
        });
        simulation.network(NetworkModel.continent().losing(0.03));
        simulation.run(120_000);
        assertThat(failed).as("seed %d", seed).isEmpty();
        assertThat(Overlays.census(simulation).isConverged())
                .as("seed %d", seed)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void lookupsSucceedAfterOneRetryWhilePeersAreReplaced(long seed) {
        Simulation simulation = Overlays.grown(seed, 200);
        simulation.run(30_000);
        simulation.lookups().take();
        Churn.replace(simulation, 0.2, 600_000);
        simulation.lookups().spread(20_000, 600_000);
        simulation.run(630_000);
        Lookups.Result result = simulation.lookups().take();
        assertThat(result.failedAfterOneRetry()).as("seed %d: %s", seed, result).isLessThan(0.001);
        Overlays.assertConverges(simulation, simulation.running().size(), 30_000);
    }

    @Test
    void sameSeedGivesTheSameRun() {
        assertThat(trace(7)).isEqualTo(trace(7)).isNotEqualTo(trace(8));
    }

    private static List<Long> trace(long seed) {
        Simulation simulation = Overlays.grown(seed, 50);
        simulation.crash(simulation.anyMember());
        simulation.run(20_000);
        return List.of(simulation.now(), simulation.sent());
    }
}
