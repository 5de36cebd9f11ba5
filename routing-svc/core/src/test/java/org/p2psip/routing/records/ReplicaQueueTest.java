package org.p2psip.routing.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReplicaQueueTest {
    private static final int IN_FLIGHT = 64;
    private static final int WAITING = 65_536;

    private final List<Brought> brought = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private int dropped;
    private final ReplicaQueue<String> queue = new ReplicaQueue<>(new ReplicaQueue.Moves<>() {
        @Override
        public void replicate(String resource, Written write, Consumer<Boolean> done) {
            brought.add(new Brought(resource, write, done));
        }

        @Override
        public void later(Runnable task, long delayMs) {
            later.add(task);
        }

        @Override
        public void dropped() {
            dropped++;
        }
    });

    private record Brought(String resource, Written write, Consumer<Boolean> done) {}

    private static Written kind(int kind) {
        return new Written(Set.of(kind), false);
    }

    private void fill() {
        for (int i = 0; i < IN_FLIGHT; i++) {
            queue.written("busy-" + i, kind(1));
        }
    }

    @Test
    void resourceThatIsWrittenAgainWhileItWaitsGoesOnceWithAllKinds() {
        fill();
        queue.written("alice", kind(1));
        queue.written("alice", new Written(Set.of(2), true));
        brought.getFirst().done().accept(true);
        assertThat(brought).hasSize(IN_FLIGHT + 1);
        assertThat(brought.getLast().resource()).isEqualTo("alice");
        assertThat(brought.getLast().write()).isEqualTo(new Written(Set.of(1, 2), true));
    }

    @Test
    void resourceThatWasNotTakenIsTriedThreeTimesMore() {
        queue.written("alice", kind(1));
        for (int attempt = 1; attempt <= 3; attempt++) {
            brought.getLast().done().accept(false);
            later.removeFirst().run();
            assertThat(brought).hasSize(attempt + 1);
        }
        brought.getLast().done().accept(false);
        assertThat(later).isEmpty();
    }

    @Test
    void whatIsBeyondTheLimitIsDroppedAndCounted() {
        fill();
        for (int i = 0; i < WAITING; i++) {
            queue.written("waiting-" + i, kind(1));
        }
        assertThat(dropped).isZero();
        queue.written("alice", kind(1));
        queue.written("waiting-0", kind(2));
        assertThat(dropped).isOne();
    }
}
