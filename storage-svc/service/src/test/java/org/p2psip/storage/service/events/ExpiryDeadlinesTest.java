package org.p2psip.storage.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.service.records.RecordKey;

class ExpiryDeadlinesTest {
    private static final RecordKey ALICE = new RecordKey(ResourceId.of("alice"), 1);
    private static final RecordKey BOB = new RecordKey(ResourceId.of("bob"), 1);

    private final ExpiryDeadlines deadlines = new ExpiryDeadlines(2);

    @Test
    void aRecordIsDueOnceAndNotBeforeItsDeadline() {
        deadlines.watch(ALICE, 10_001);

        assertThat(deadlines.due(10_000, 10)).isEmpty();
        assertThat(deadlines.due(10_500, 10)).containsExactly(ALICE);
        assertThat(deadlines.due(20_000, 10)).isEmpty();
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void aRefreshKeepsTheEarlierDeadline() {
        deadlines.watch(ALICE, 10_000);
        deadlines.watch(ALICE, 90_000);

        assertThat(deadlines.due(10_000, 10)).containsExactly(ALICE);
    }

    @Test
    void aShorterLifeMovesTheDeadlineForward() {
        deadlines.watch(ALICE, 90_000);
        deadlines.watch(ALICE, 10_000);

        assertThat(deadlines.due(10_000, 10)).containsExactly(ALICE);
        assertThat(deadlines.due(90_000, 10)).isEmpty();
    }

    @Test
    void atTheLimitNoMoreAreWatched() {
        assertThat(deadlines.watch(ALICE, 1000)).isTrue();
        assertThat(deadlines.watch(BOB, 1000)).isTrue();
        assertThat(deadlines.watch(new RecordKey(ResourceId.of("carol"), 1), 1000))
                .isFalse();
        assertThat(deadlines.watch(ALICE, 500)).isTrue();
    }

    @Test
    void manyDueAtOnceComeInPortions() {
        deadlines.watch(ALICE, 1000);
        deadlines.watch(BOB, 1000);

        assertThat(deadlines.due(1000, 1)).hasSize(1);
        assertThat(deadlines.due(1000, 1)).hasSize(1);
        assertThat(deadlines.due(1000, 1)).isEmpty();
    }
}
