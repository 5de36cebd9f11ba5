package org.p2psip.edge.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.transaction.Timers;

class TimerQueueTest {
    private final CurrentTime time = new CurrentTime();
    private final TimerQueue timers = new TimerQueue(time);
    private final List<String> fired = new ArrayList<>();

    @Test
    void timersOfDifferentDurationsFireInTheOrderOfTheirDeadlines() {
        timers.timer(() -> fired.add("late")).start(300);
        timers.timer(() -> fired.add("early")).start(100);
        timers.timer(() -> fired.add("middle")).start(200);
        assertThat(timers.nextDeadline()).isEqualTo(100);

        time.advanceTo(250);
        timers.fireDue();
        assertThat(fired).containsExactly("early", "middle");
        assertThat(timers.nextDeadline()).isEqualTo(300);
    }

    @Test
    void cancelledTimerDoesNotFire() {
        TimerQueue.Timer timer = timers.timer(() -> fired.add("never"));
        timer.start(100);
        timer.cancel();
        timer.cancel();
        time.advanceTo(1000);
        timers.fireDue();
        assertThat(fired).isEmpty();
        assertThat(timers.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(timers.running()).isZero();
    }

    @Test
    void timerThatIsStartedAnewFiresOnceAtItsLastDeadline() {
        TimerQueue.Timer timer = timers.timer(() -> fired.add("once"));
        timer.start(100);
        time.advanceTo(60);
        timer.start(100);
        time.advanceTo(100);
        timers.fireDue();
        assertThat(fired).isEmpty();
        time.advanceTo(160);
        timers.fireDue();
        assertThat(fired).containsExactly("once");
    }

    @Test
    void clockThatWrapsAroundKeepsTheOrder() {
        time.advanceTo(Long.MAX_VALUE - 50);
        timers.timer(() -> fired.add("behind the wrap")).start(100);
        timers.timer(() -> fired.add("before it")).start(20);
        time.advanceTo(Long.MAX_VALUE - 10);
        timers.fireDue();
        assertThat(fired).containsExactly("before it");
        time.advanceTo(Long.MIN_VALUE + 60);
        timers.fireDue();
        assertThat(fired).containsExactly("before it", "behind the wrap");
    }

    @Test
    void randomStartsAndCancelsLeaveExactlyTheTimersThatRun() {
        Random random = new Random(3);
        long[] durations = {Timers.T1, Timers.T2, Timers.T4, Timers.LIFETIME};
        List<TimerQueue.Timer> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(timers.timer(() -> fired.add("x")));
        }
        for (int step = 0; step < 5_000; step++) {
            TimerQueue.Timer timer = all.get(random.nextInt(all.size()));
            if (random.nextInt(3) == 0) {
                timer.cancel();
            } else {
                timer.start(durations[random.nextInt(durations.length)]);
            }
            time.advanceTo(time.nanos() + random.nextInt(10_000_000));
            timers.fireDue();
            assertThat(timers.nextDeadline()).isGreaterThan(time.nanos());
        }
        long running = all.stream().filter(TimerQueue.Timer::isRunning).count();
        assertThat(timers.running()).isEqualTo((int) running);
        time.advanceTo(time.nanos() + Timers.LIFETIME);
        timers.fireDue();
        assertThat(timers.running()).isZero();
    }

    @Test
    void moreDurationsThanSipHasAreAMistake() {
        for (int i = 1; i <= TimerQueue.MAX_DURATIONS; i++) {
            timers.timer(() -> {}).start(i);
        }
        TimerQueue.Timer oneMore = timers.timer(() -> {});
        assertThatThrownBy(() -> oneMore.start(1_000_000)).isInstanceOf(IllegalStateException.class);
    }
}
