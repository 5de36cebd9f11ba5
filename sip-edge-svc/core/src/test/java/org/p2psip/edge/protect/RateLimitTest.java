package org.p2psip.edge.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.protect.RateLimit.Verdict;

class RateLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = Long.MAX_VALUE - SECOND; // the clock may wrap

    private static int admitted(RateLimit limit, long source, int requests, long now) {
        int count = 0;
        for (int i = 0; i < requests; i++) {
            Verdict verdict = limit.request(source, now);
            if (verdict == Verdict.ADMITTED || verdict == Verdict.NEWCOMER) {
                count++;
            }
        }
        return count;
    }

    @Test
    void burstPassesThenOnlyTheRate() {
        RateLimit limit = new RateLimit(100, 20, 1000, 1);
        assertThat(admitted(limit, 5, 1000, START)).isEqualTo(20);
        assertThat(admitted(limit, 5, 1000, START + SECOND / 10)).isEqualTo(10);
        assertThat(admitted(limit, 5, 1000, START + 5 * SECOND)).isEqualTo(20);
    }

    @Test
    void sourcesDoNotShareARate() {
        RateLimit limit = new RateLimit(100, 20, 1000, 1);
        for (int source = 1; source <= 100; source++) {
            assertThat(admitted(limit, source, 30, START)).isEqualTo(20);
        }
    }

    @Test
    void whoIsOverTheLimitIsToldSoTenTimesASecondAndThenIgnored() {
        RateLimit limit = new RateLimit(100, 1, 1000, 1);
        limit.request(5, START);
        for (int i = 0; i < RateLimit.REFUSALS_PER_SECOND; i++) {
            assertThat(limit.request(5, START)).isEqualTo(Verdict.REFUSED);
        }
        assertThat(limit.request(5, START)).isEqualTo(Verdict.DROPPED);
    }

    @Test
    void zeroIsForAnyNumber() {
        assertThat(admitted(new RateLimit(0, 1, 1000, 1), 5, 100_000, START)).isEqualTo(100_000);
    }

    @Test
    void newcomerIsOneUntilHeIsKnown() {
        RateLimit limit = new RateLimit(0, 1, 1000, 1);
        assertThat(limit.request(5, START)).isEqualTo(Verdict.NEWCOMER);
        assertThat(limit.request(5, START)).isEqualTo(Verdict.NEWCOMER);
        limit.known(5);
        assertThat(limit.request(5, START)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void quietSourcesMakeRoomAndBusyOnesStayLimited() {
        RateLimit limit = new RateLimit(100, 20, 64, 1);
        long busy = 1L << 40;
        assertThat(admitted(limit, busy, 100, START)).isEqualTo(20);
        for (int other = 1; other <= 20; other++) {
            limit.request(other, START);
        }
        for (int other = 21; other <= 10_000; other++) {
            long now = START + SECOND / 10 * (other / 100);
            limit.request(other, now);
            if (other % 100 == 0) {
                assertThat(admitted(limit, busy, 100, now)).isEqualTo(10);
            }
        }
    }

    @Test
    void sourcesThatLoseTheirPlaceWhileLimitedAreCounted() {
        RateLimit limit = new RateLimit(1, 20, 64, 1);
        for (int source = 1; source <= 200; source++) {
            limit.request(source, START);
        }
        assertThat(limit.displaced()).isBetween(136L, 150L);
    }
}
