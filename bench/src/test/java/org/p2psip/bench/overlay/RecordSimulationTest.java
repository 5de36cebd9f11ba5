package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.bench.overlay.site.RecordClients;
import org.p2psip.bench.overlay.site.RecordSimulation;

/** What was acknowledged is readable until it expires, is removed or overwritten, whatever becomes of the ring. */
class RecordSimulationTest {
    private static final int RECORDS = 300;
    private static final int PEERS = Boolean.getBoolean("long.tests") ? 10_000 : 1_000;

    private Simulation simulation;
    private RecordSimulation sites;
    private RecordClients clients;

    private void grow(long seed, int peers, int records) {
        simulation = Overlays.grown(seed, peers);
        sites = new RecordSimulation(simulation);
        clients = new RecordClients(simulation, sites, records);
        clients.work(true, true);
        simulation.run(30_000);
        assertNothingLost();
    }

    private void assertNothingLost() {
        assertThat(clients.violations())
                .as("seed %d at %d ms: %s", simulation.seed(), simulation.now(), sites.counts())
                .isEmpty();
    }

    /** Nothing is written any more; all is read once, and answered. */
    private void assertAllIsRead() {
        clients.work(false, false);
        simulation.run(25_000);
        long refused = clients.refused();
        long read = clients.reads();
        clients.readAll(5_000);
        simulation.run(30_000);
        assertNothingLost();
        assertThat(clients.refused() - refused)
                .as("seed %d: reads that nobody answered", simulation.seed())
                .isZero();
        assertThat(clients.reads() - read).as("seed %d", simulation.seed()).isPositive();
        assertThat(clients.acknowledged()).as("seed %d", simulation.seed()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void recordsAreThereWhilePeersJoin(long seed) {
        grow(seed, 20, RECORDS);
        for (int i = 0; i < 20; i++) {
            simulation.add();
            simulation.run(3_000);
        }
        assertNothingLost();
        assertAllIsRead();
        assertThat(sites.counts().takenOver()).as("seed %d", seed).isGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void recordsAreThereWhilePeersLeave(long seed) {
        grow(seed, 40, RECORDS);
        for (int i = 0; i < 15; i++) {
            simulation.leave(simulation.anyMember());
            simulation.run(4_000);
        }
        assertNothingLost();
        assertAllIsRead();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void recordsAreThereThoughPeersCrashWithTheirStores(long seed) {
        grow(seed, 40, RECORDS);
        for (int i = 0; i < 12; i++) {
            clients.crash(simulation.anyMember());
            simulation.run(20_000);
        }
        assertNothingLost();
        assertAllIsRead();
    }

    @ParameterizedTest
    @MethodSource("org.p2psip.bench.overlay.Seeds#several")
    void noRecordIsLostWhenTheHalvesOfARingMerge(long seed) {
        grow(seed, 50, RECORDS);
        clients.work(true, false); // of a record whose sites are all in the other half nothing can be read
        simulation.run(25_000);
        simulation.running().forEach(peer -> peer.setPart(simulation.random().nextInt(2)));
        simulation.run(60_000);
        clients.work(false, false);
        simulation.running().forEach(peer -> peer.setPart(0));
        simulation.run(60_000);
        assertAllIsRead();
        Overlays.assertConverges(simulation, 50, 1_000);
    }

    @Test
    void recordsOfALargeRingOutliveJoinsLeavesAndCrashes() {
        long seed = Seeds.several().reduce((fixed, last) -> last).orElseThrow();
        grow(seed, PEERS, 1_000);
        for (int i = 0; i < 10; i++) {
            simulation.add();
            simulation.run(4_000);
            simulation.leave(simulation.anyMember());
            simulation.run(4_000);
            clients.crash(simulation.anyMember());
            simulation.run(12_000);
        }
        assertNothingLost();
        assertAllIsRead();
    }
}
