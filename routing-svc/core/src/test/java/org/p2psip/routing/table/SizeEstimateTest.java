package org.p2psip.routing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.p2psip.routing.TestPeers.peer;

import org.junit.jupiter.api.Test;

class SizeEstimateTest {
    private static final int WIDTH = 3;

    private final NeighborTable neighbors = new NeighborTable(peer(100), WIDTH);

    @Test
    void smallRingIsCounted() {
        assertThat(SizeEstimate.of(neighbors, WIDTH)).isEqualTo(1);
        for (int others = 1; others <= 5; others++) {
            neighbors.offer(peer(100 + others));
            assertThat(SizeEstimate.of(neighbors, WIDTH)).isEqualTo(others + 1);
        }
    }

    @Test
    void largeRingIsGuessedFromHowCloseTheNeighborsAre() {
        for (int i = 1; i <= 4; i++) {
            neighbors.offer(peer(100 + 2 * i));
            neighbors.offer(peer(100 - 2 * i));
        }
        assertThat(SizeEstimate.of(neighbors, WIDTH)).isCloseTo(128, within(1.0));
    }
}
