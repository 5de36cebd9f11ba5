package org.p2psip.edge.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2psip.edge.digest.NonceCounts.Use.ACCEPTED;
import static org.p2psip.edge.digest.NonceCounts.Use.FORGOTTEN;
import static org.p2psip.edge.digest.NonceCounts.Use.REPLAYED;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NonceCountsTest {
    private final NonceCounts counts = new NonceCounts(3);

    private static Nonce nonce(long sequence) {
        return new Nonce(0, 7, sequence, 0);
    }

    @Test
    void eachCountIsAcceptedOnce() {
        assertThat(counts.use(nonce(0), 1, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 1, "alice@example.org")).isEqualTo(REPLAYED);
        assertThat(counts.use(nonce(0), 2, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 1, "alice@example.org")).isEqualTo(REPLAYED);
        assertThat(counts.use(nonce(1), 1, "alice@example.org")).isEqualTo(ACCEPTED);
    }

    @Test
    void nonceIsOfWhoUsedItFirst() {
        assertThat(counts.isOf(nonce(0), "alice@example.org")).isFalse();
        counts.use(nonce(0), 1, "alice@example.org");
        counts.use(nonce(0), 2, "bob@example.org");
        assertThat(counts.isOf(nonce(0), "alice@example.org")).isTrue();
        assertThat(counts.isOf(nonce(0), "bob@example.org")).isFalse();
        assertThat(counts.isOf(nonce(1), "alice@example.org")).isFalse();
    }

    @Test
    void countsMayOvertakeEachOtherWithinTheWindow() {
        assertThat(counts.use(nonce(0), 5, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 3, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 4, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 3, "alice@example.org")).isEqualTo(REPLAYED);
        assertThat(counts.use(nonce(0), 68, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 5, "alice@example.org")).isEqualTo(REPLAYED);
        assertThat(counts.use(nonce(0), 6, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 2, "alice@example.org")).isEqualTo(REPLAYED);
        assertThat(counts.use(nonce(0), 0xffff_ffffL, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 0xffff_ffffL, "alice@example.org")).isEqualTo(REPLAYED);
    }

    @Test
    void replaysNeverSucceedInAnyOrder() {
        Random random = new Random(7616);
        Set<Long> accepted = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            long count = 1 + i / 4 + random.nextInt(100);
            if (counts.use(nonce(0), count, "alice@example.org") == ACCEPTED) {
                assertThat(accepted.add(count)).as("count %d", count).isTrue();
            }
        }

        assertThat(accepted).hasSizeGreaterThan(1000);
    }

    @Test
    void nonceWithoutCountIsGoodOnce() {
        assertThat(counts.use(nonce(0), 0, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(0), 0, "alice@example.org")).isEqualTo(REPLAYED);
    }

    @Test
    void atTheLimitTheOldestIsForgottenAndStaysSo() {
        for (int i = 0; i < 4; i++) {
            assertThat(counts.use(nonce(i), 1, "alice@example.org")).isEqualTo(ACCEPTED);
        }

        assertThat(counts.size()).isEqualTo(3);
        assertThat(counts.evicted()).isEqualTo(1);
        assertThat(counts.use(nonce(0), 2, "alice@example.org")).isEqualTo(FORGOTTEN);
        assertThat(counts.use(nonce(1), 2, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(counts.use(nonce(1), 1, "alice@example.org")).isEqualTo(REPLAYED);
    }

    @Test
    void unusedNonceOlderThanAForgottenOneIsForgottenToo() {
        for (int i = 5; i < 9; i++) {
            counts.use(nonce(i), 1, "alice@example.org");
        }

        assertThat(counts.use(nonce(2), 1, "alice@example.org")).isEqualTo(FORGOTTEN);
        assertThat(counts.use(nonce(9), 1, "alice@example.org")).isEqualTo(ACCEPTED);
    }

    @Test
    void replayOfAForgottenNonceNeverSucceeds() {
        NonceCounts one = new NonceCounts(1);
        assertThat(one.use(nonce(9), 1, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(one.use(nonce(3), 1, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(one.use(nonce(9), 1, "alice@example.org")).isEqualTo(FORGOTTEN);
        assertThat(one.use(nonce(10), 1, "alice@example.org")).isEqualTo(ACCEPTED);
        assertThat(one.use(nonce(3), 1, "alice@example.org")).isEqualTo(FORGOTTEN);
    }

    @Test
    void tableWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new NonceCounts(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
