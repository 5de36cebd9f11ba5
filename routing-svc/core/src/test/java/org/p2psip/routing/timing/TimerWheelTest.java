package org.p2psip.routing.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long TICK = 20;
    private static final long SPAN = 60_000;

    private final TimerWheel<String> wheel = new TimerWheel<>(TICK, SPAN, 1000);

    @Test
    void deadlineIsMetAtTheTickAfterItAndOnce() {
        wheel.start("a", 1000, 4000);
        assertThat(wheel.advance(3999)).isEmpty();
        assertThat(wheel.advance(4000)).containsExactly("a");
        assertThat(wheel.advance(100_000)).isEmpty();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void cancelledDeadlineIsNeverMetAndCancellingAgainChangesNothing() {
        TimerWheel.Timeout<String> timeout = wheel.start("a", 1000, 2000);
        wheel.start("b", 1000, 2000);
        wheel.cancel(timeout);
        wheel.cancel(timeout);
        assertThat(wheel.size()).isEqualTo(1);
        assertThat(wheel.advance(5000)).containsExactly("b");
    }

    @Test
    void emptyWheelThatStoodStillForLongMeetsNoDeadlineEarly() {
        wheel.start("a", 10_000_000, 10_003_000);
        assertThat(wheel.advance(10_002_980)).isEmpty();
        assertThat(wheel.advance(10_003_020)).containsExactly("a");
    }

    @Test
    void deadlineBeyondTheSpanIsMetAtItsEnd() {
        wheel.start("a", 1000, 500_000);
        assertThat(wheel.advance(1000 + SPAN - TICK)).isEmpty();
        assertThat(wheel.advance(1000 + SPAN + 2 * TICK)).containsExactly("a");
    }

    @Test
    void longPauseMeetsAllThatIsDueInOrder() {
        wheel.start("late", 1000, 50_000);
        wheel.start("early", 1000, 1500);
        assertThat(wheel.advance(1_000_000)).containsExactly("early", "late");
    }

    @Property
    void everyDeadlineIsMetOnceNeverEarlyAndAtMostOneTickLate(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 60_000) Integer> delays,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 3_000) Integer> steps) {
        TimerWheel<Integer> timers = new TimerWheel<>(TICK, SPAN, 0);
        Map<Integer, Long> deadlines = new HashMap<>();
        List<Integer> met = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < Math.max(delays.size(), steps.size()); i++) {
            if (i < delays.size()) {
                deadlines.put(i, now + delays.get(i));
                timers.start(i, now, now + delays.get(i));
            }
            now += steps.get(i % steps.size());
            for (int due : timers.advance(now)) {
                assertThat(deadlines.get(due)).isLessThanOrEqualTo(now);
                met.add(due);
            }
            long late = now - TICK;
            assertThat(deadlines.entrySet().stream()
                            .filter(deadline -> deadline.getValue() <= late)
                            .map(Map.Entry::getKey))
                    .allMatch(met::contains);
        }
        assertThat(met).doesNotHaveDuplicates().hasSize(deadlines.size() - timers.size());
    }
}
