package org.p2psip.routing.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.bootstrap.Peers.onlyDialsOut;
import static org.p2psip.routing.bootstrap.Peers.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.table.PeerInfo;

class BootstrapServerTest {
    private static final PeerInfo SELF = peer(200);

    private final Random random = new Random(7);
    private long nowMs = 1_000_000;

    private BootstrapServer server(int poolLimit, int rate, String... servers) {
        return new BootstrapServer(
                SELF, new BootstrapServer.Config(poolLimit, 10_000, rate, 3, List.of(servers)), random, nowMs);
    }

    private List<PeerInfo> sample(BootstrapServer server, int count) {
        BootstrapAnswer answer = server.discover(count, nowMs);
        assertThat(answer).isInstanceOf(BootstrapAnswer.Sample.class);
        return ((BootstrapAnswer.Sample) answer)
                .peers().stream().map(BootstrapAnswer.Heard::peer).toList();
    }

    @Test
    void serverThatKnowsNobodyNamesItself() {
        assertThat(server(10, 10).discover(0, nowMs))
                .isEqualTo(new BootstrapAnswer.Sample(List.of(new BootstrapAnswer.Heard(SELF, 0))));
    }

    @Test
    void serverThatIsNotInTheRingDoesNotNameItself() {
        BootstrapServer server = server(10, 10);
        assertThat(sample(server, 8)).containsExactly(SELF);
        server.namesSelf(false);
        assertThat(sample(server, 8)).isEmpty();
        server.namesSelf(true);
        assertThat(sample(server, 8)).containsExactly(SELF);
    }

    @Test
    void onlyPeersHeardOfWithinTheLastSecondsAreNamedAndHowLongAgoIsSaid() {
        BootstrapServer server = server(10, 10);
        server.heard(peer(1), nowMs);
        nowMs += 6_000;
        server.heard(peer(2), nowMs);
        nowMs += 4_001;
        assertThat(((BootstrapAnswer.Sample) server.discover(8, nowMs)).peers())
                .containsExactlyInAnyOrder(
                        new BootstrapAnswer.Heard(SELF, 0), new BootstrapAnswer.Heard(peer(2), 4_001));
        server.heard(peer(1), nowMs);
        assertThat(sample(server, 8)).contains(peer(1));
    }

    @Test
    void peerThatFailedOrOnlyDialsOutIsNotNamed() {
        BootstrapServer server = server(10, 10);
        server.heard(peer(1), nowMs);
        server.heard(peer(2), nowMs);
        server.heard(onlyDialsOut(3), nowMs);
        server.failed(peer(1));
        assertThat(sample(server, 8)).containsExactlyInAnyOrder(SELF, peer(2));
        server.heard(onlyDialsOut(2), nowMs);
        assertThat(sample(server, 8)).containsExactly(SELF);
    }

    @Test
    void samplesAreRandomAndAllPeersAsLikely() {
        BootstrapServer server = server(1_000, 100_000);
        IntStream.rangeClosed(1, 99).forEach(number -> server.heard(peer(number), nowMs));
        Map<PeerInfo, Integer> named = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            List<PeerInfo> sample = sample(server, 8);
            assertThat(sample).hasSize(8).doesNotHaveDuplicates();
            sample.forEach(peer -> named.merge(peer, 1, Integer::sum));
        }
        // 800 each are expected, with a standard deviation of 27
        assertThat(named).hasSize(100).allSatisfy((peer, times) -> assertThat(times)
                .isBetween(650, 950));
    }

    @Test
    void fullPoolForgetsWhoWasSilentLongest() {
        BootstrapServer server = server(50, 10);
        IntStream.rangeClosed(1, 50).forEach(number -> server.heard(peer(number), nowMs));
        nowMs += 5_000;
        IntStream.rangeClosed(1, 25).forEach(number -> server.heard(peer(number), nowMs));
        IntStream.rangeClosed(51, 60).forEach(number -> server.heard(peer(number), nowMs));
        assertThat(server.known()).isEqualTo(50);
        assertThat(server.evicted()).isEqualTo(10);
        assertThat(sample(server, 64)).contains(peer(1), peer(25), peer(60));
    }

    @Test
    void questionsAboveTheRateAreSentToOtherServersUntilItIsKeptAgain() {
        BootstrapServer server = server(10, 5, "bootstrap.example.org:7460", SELF.address());
        server.heard(peer(1), nowMs);
        for (int i = 0; i < 5; i++) {
            sample(server, 1);
        }
        assertThat(server.discover(1, nowMs))
                .isInstanceOfSatisfying(BootstrapAnswer.Redirect.class, redirect -> assertThat(redirect.servers())
                        .containsExactlyInAnyOrder("bootstrap.example.org:7460", peer(1).address()));
        assertThat(server.redirected()).isEqualTo(1);
        nowMs += 200;
        sample(server, 1);
        assertThat(server.discover(1, nowMs)).isInstanceOf(BootstrapAnswer.Redirect.class);
    }

    @Test
    void serverThatKnowsNoOtherSaysWhenToAskAgain() {
        BootstrapServer server = server(10, 2);
        sample(server, 1);
        sample(server, 1);
        assertThat(server.discover(1, nowMs)).isEqualTo(new BootstrapAnswer.Overloaded(500));
        assertThat(server.refused()).isEqualTo(1);
        nowMs += 500;
        sample(server, 1);
    }
}
