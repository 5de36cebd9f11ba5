package org.p2psip.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

class PeerChoiceTest {
    private static PeerInfo peer(int number) {
        return new PeerInfo(
                NodeId.ofHex("%032x".formatted(number)).orElseThrow(), "192.0.2." + number + ":7460", "site");
    }

    private static PeerChoice of(int seed, int peers) {
        PeerChoice choice = new PeerChoice(new Random(seed));
        choice.learned(
                IntStream.rangeClosed(1, peers).mapToObj(PeerChoiceTest::peer).toList());
        return choice;
    }

    @Test
    void clientsSpreadOverThePeersTheyAreToldOf() {
        Set<PeerInfo> chosen = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            chosen.add(of(seed, 5).next(0).orElseThrow());
        }
        assertThat(chosen).hasSize(5);
    }

    @Test
    void afterAFailureTheOthersAreTriedAndThenNoneForAWhile() {
        PeerChoice choice = of(1, 3);
        List<PeerInfo> tried = new ArrayList<>();
        while (choice.next(0).isPresent()) {
            PeerInfo next = choice.next(0).orElseThrow();
            tried.add(next);
            choice.failed(next, 0);
        }
        assertThat(tried).containsExactlyInAnyOrder(peer(1), peer(2), peer(3));
        assertThat(choice.next(999)).isEmpty();
        assertThat(choice.next(1_000)).contains(tried.getFirst());
    }

    @Test
    void whoFailsAgainAndAgainIsTriedLessOftenUntilItAnswers() {
        PeerChoice choice = of(1, 1);
        long nowMs = 0;
        for (int i = 0; i < 10; i++) {
            choice.failed(peer(1), nowMs);
        }
        assertThat(choice.next(nowMs + 40_000)).isEmpty();
        assertThat(choice.next(nowMs + 60_000)).contains(peer(1));
        choice.answered(peer(1));
        choice.failed(peer(1), nowMs);
        assertThat(choice.next(nowMs + 1_000)).contains(peer(1));
    }

    @Test
    void workingPeersAreNamedFirstAndNoMoreThanTheLimitAreRemembered() {
        PeerChoice choice = of(1, PeerChoice.LIMIT);
        choice.failed(peer(1), 0);
        assertThat(choice.addresses()).hasSize(PeerChoice.LIMIT).last().isEqualTo(peer(1).address());
        choice.learned(List.of(peer(200)));
        assertThat(choice.addresses())
                .hasSize(PeerChoice.LIMIT)
                .contains(peer(200).address())
                .doesNotContain(peer(1).address());
    }
}
