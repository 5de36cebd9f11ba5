package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.storage.service.cluster.MemberState.JOINING;
import static org.p2psip.storage.service.cluster.MemberState.MERGED;
import static org.p2psip.storage.service.cluster.MemberState.MERGING;
import static org.p2psip.storage.service.cluster.MemberState.SEEKING;
import static org.p2psip.storage.service.cluster.MemberState.SERVING;
import static org.p2psip.storage.service.cluster.MemberState.STRANDED;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberStateTest {
    private static final Quorum THREE = new Quorum(3, 2);

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 2, 2, 2", "3, 2, 2, 2", "3, 1, 2, 3", "5, 2, 3, 4", "5, 3, 3, 3"})
    void aStartNeedsOneCopyOfEachRecordAndWritesAMajority(int size, int owners, int majority, int toStart) {
        Quorum quorum = new Quorum(size, owners);

        assertThat(quorum.majority()).isEqualTo(majority);
        assertThat(quorum.toStart()).isEqualTo(toStart);
    }

    @Test
    void oneAloneDoesNotStart() {
        assertThat(SEEKING.next(seen(), THREE)).isEqualTo(SEEKING);
        assertThat(MERGED.next(seen(), THREE)).isEqualTo(MERGED);
    }

    @Test
    void enoughThatSeekStartTogether() {
        assertThat(SEEKING.next(seen(SEEKING), THREE)).isEqualTo(JOINING);
        assertThat(SEEKING.next(seen(MERGING, MERGED), THREE)).isEqualTo(JOINING);
    }

    @Test
    void noneStartsBesideOneThatIsStrandedOrSaidNothing() {
        assertThat(SEEKING.next(seen(SEEKING, STRANDED), THREE)).isEqualTo(SEEKING);
        assertThat(SEEKING.next(seen(SEEKING, null), THREE)).isEqualTo(SEEKING);
    }

    @Test
    void whoFindsOneThatServesJoinsIt() {
        assertThat(SEEKING.next(seen(SERVING), THREE)).isEqualTo(JOINING);
        assertThat(MERGED.next(seen(SERVING, MERGING), THREE)).isEqualTo(SERVING);
    }

    @Test
    void nobodyServesBeforeAllHaveMerged() {
        assertThat(MERGED.next(seen(MERGED, MERGING), THREE)).isEqualTo(MERGED);
        assertThat(MERGED.next(seen(MERGED, SEEKING), THREE)).isEqualTo(MERGED);
        assertThat(MERGED.next(seen(MERGED, MERGED), THREE)).isEqualTo(SERVING);
    }

    @Test
    void whoLostOwnersIsStrandedUntilTheyAreBack() {
        assertThat(SERVING.next(notWhole(false), THREE)).isEqualTo(STRANDED);
        assertThat(STRANDED.next(notWhole(false, SEEKING), THREE)).isEqualTo(STRANDED);
        assertThat(STRANDED.next(seen(SERVING), THREE)).isEqualTo(SERVING);
    }

    @Test
    void whoIsStrandedAmongEnoughStartsAnewAfterAWhile() {
        assertThat(STRANDED.next(notWhole(true), THREE)).isEqualTo(STRANDED);
        assertThat(STRANDED.next(notWhole(true, SEEKING), THREE)).isEqualTo(SEEKING);
        assertThat(MERGING.next(notWhole(true, STRANDED), THREE)).isEqualTo(SEEKING);
    }

    @Test
    void eachStepWaitsForItsWork() {
        var nothing = new MemberState.Seen(Arrays.asList(SERVING), false, false, true, false);

        assertThat(JOINING.next(nothing, THREE)).isEqualTo(JOINING);
        assertThat(MERGING.next(nothing, THREE)).isEqualTo(MERGING);
        assertThat(JOINING.next(seen(SERVING), THREE)).isEqualTo(MERGING);
        assertThat(MERGING.next(seen(SERVING), THREE)).isEqualTo(MERGED);
    }

    private static MemberState.Seen seen(MemberState... others) {
        return new MemberState.Seen(Arrays.asList(others), true, true, true, false);
    }

    private static MemberState.Seen notWhole(boolean waited, MemberState... others) {
        return new MemberState.Seen(Arrays.asList(others), true, true, false, waited);
    }
}
