package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.Position;

/** Overlays to test on, and what has to hold of them. */
final class Overlays {
    static final PeerConfig CONFIG = PeerConfig.defaults();
    private static final int KEYS = 50;

    private Overlays() {}

    /** Peers that have at most so many links. */
    static PeerConfig withLinks(int most) {
        PeerConfig.Limits limits = CONFIG.limits();
        return new PeerConfig(
                CONFIG.neighbors(),
                CONFIG.updateIntervalMs(),
                CONFIG.updateGapMs(),
                CONFIG.fingerIntervalMs(),
                CONFIG.searchIntervalMs(),
                CONFIG.joinTimeoutMs(),
                CONFIG.holdDownMs(),
                CONFIG.liveness(),
                CONFIG.forwarding(),
                new PeerConfig.Limits(
                        most,
                        limits.attaches(),
                        limits.transactions(),
                        limits.answered(),
                        limits.viaLists(),
                        limits.lostPeers(),
                        limits.sitePeers()));
    }

    /** An overlay of that many peers that has settled. */
    static Simulation grown(long seed, int peers) {
        Simulation simulation = new Simulation(seed, NetworkModel.continent(), CONFIG);
        Growth.to(simulation, peers);
        assertConverges(simulation, peers, 60_000);
        return simulation;
    }

    /** All tables become right within a time; returns how long it took, in milliseconds. */
    static long assertConverges(Simulation simulation, int peers, long withinMs) {
        long took = simulation.runUntil(
                () -> census(simulation).size() == peers && census(simulation).isConverged(), 50, withinMs);
        assertThat(took)
                .as(
                        "seed %d: %d of %d peers are in the ring; %s",
                        simulation.seed(),
                        census(simulation).size(),
                        peers,
                        census(simulation).firstWrongTable().orElse("all tables are right"))
                .isNotNegative();
        assertOneIsResponsible(simulation);
        return took;
    }

    /** Exactly one peer is responsible for each of some random positions. */
    static void assertOneIsResponsible(Simulation simulation) {
        Census census = census(simulation);
        for (int i = 0; i < KEYS; i++) {
            Position key = new Position(
                    simulation.random().nextLong(), simulation.random().nextLong());
            assertThat(census.responsible(key))
                    .as("seed %d: peers responsible for %s", simulation.seed(), key)
                    .isOne();
        }
    }

    static Census census(Simulation simulation) {
        return Census.of(simulation, CONFIG.neighbors());
    }
}
