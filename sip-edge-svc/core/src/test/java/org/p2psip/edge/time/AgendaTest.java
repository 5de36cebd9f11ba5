package org.p2psip.edge.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final CurrentTime time = new CurrentTime();
    private final TimerQueue timers = new TimerQueue(time);
    private final Agenda agenda = new Agenda(time, timers);

    @Test
    void entriesOfManyDurationsEndInTheirTime() {
        Random random = new Random(11);
        List<Long> late = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long deadline = random.nextLong(Duration.ofHours(2).toNanos());
            agenda.after(deadline, () -> late.add(time.nanos() - deadline));
        }
        pass(Duration.ofHours(3));
        assertThat(late).hasSize(500).allMatch(nanos -> nanos >= 0 && nanos <= Agenda.GRAIN);
        assertThat(timers.running()).isZero();
    }

    @Test
    void entryThatIsTakenOffDoesNotRun() {
        List<String> ran = new ArrayList<>();
        Agenda.Entry first = agenda.after(1_000_000_000, () -> ran.add("first"));
        agenda.after(1_000_000_000, () -> ran.add("second"));
        first.cancel();
        pass(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("second");
        assertThat(agenda.size()).isZero();
    }

    @Test
    void entryMayMakeAnother() {
        List<Long> ran = new ArrayList<>();
        agenda.after(1_000_000_000, () -> {
            ran.add(time.nanos());
            agenda.after(2_000_000_000, () -> ran.add(time.nanos()));
        });
        pass(Duration.ofSeconds(4));
        assertThat(ran).hasSize(2);
        assertThat(ran.get(1) - ran.get(0)).isBetween(2_000_000_000L, 2_000_000_000L + Agenda.GRAIN);
    }

    private void pass(Duration duration) {
        long end = time.nanos() + duration.toNanos();
        while (timers.nextDeadline() <= end) {
            time.advanceTo(timers.nextDeadline());
            timers.fireDue();
        }
        time.advanceTo(end);
    }
}
