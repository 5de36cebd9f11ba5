package org.p2psip.storage.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.RegistrationEvent;

class EventSenderTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Kafka kafka = new Kafka();
    private final Deque<Long> delays = new ArrayDeque<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final EventQueue queue = new EventQueue(10_000, metrics);
    private final EventSender sender = new EventSender(
            queue,
            kafka,
            (task, delayMs) -> {
                tasks.add(task);
                delays.add(delayMs);
            },
            metrics);

    @Test
    void nothingLeavesBeforeTheTopicIsThere() {
        offer("a");
        assertThat(tasks).isEmpty();

        sender.open();
        run();
        assertThat(kafka.taken).containsExactly("a");
    }

    @Test
    void eventsOfAMomentLeaveTogetherAndInTheirOrder() {
        sender.open();
        run();
        offer("a");
        offer("b");
        offer("c");

        assertThat(delays.getLast()).isEqualTo(EventSender.GATHER_MS);
        assertThat(tasks).hasSize(1);
        run();
        assertThat(kafka.taken).containsExactly("a", "b", "c");
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatNobodyTookIsSentAgainBeforeWhatCameLater() {
        sender.open();
        run();
        offer("a");
        offer("b");
        kafka.takes = false;
        run();
        offer("c");
        assertThat(kafka.taken).isEmpty();
        assertThat(delays.getLast()).isEqualTo(EventSender.RETRY_MS);

        kafka.takes = true;
        run();
        assertThat(kafka.taken).containsExactly("a", "b", "c");
        assertThat(unsent()).isZero();
    }

    @Test
    void noMoreThanAWindowIsWithKafka() {
        sender.open();
        run();
        for (int i = 0; i < EventSender.WINDOW + 3; i++) {
            offer("e" + i);
        }
        run();
        assertThat(kafka.taken).hasSize(EventSender.WINDOW);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(tasks).isEmpty();

        kafka.answer(2, Optional.empty());
        run();
        assertThat(kafka.taken).hasSize(EventSender.WINDOW + 2);

        kafka.answer(1, Optional.empty());
        run();
        assertThat(kafka.taken).hasSize(EventSender.WINDOW + 3);
    }

    @Test
    void whatKafkaNeverTakesIsCounted() {
        sender.open();
        offer("a");
        run();
        kafka.answer(1, Optional.of(new IllegalArgumentException("too large")));

        assertThat(unsent()).isEqualTo(1);
    }

    @Test
    void anEventWithoutANameHasItsResourceIdAsKey() {
        sender.open();
        sender.offer(RegistrationEvent.newBuilder()
                .setResourceId(com.google.protobuf.ByteString.copyFrom(new byte[] {1, (byte) 0xAB}))
                .build());
        run();

        assertThat(kafka.taken).containsExactly("01ab");
    }

    @Test
    void whatWaitsLeavesAtTheEnd() {
        sender.open();
        run();
        offer("a");
        sender.close();
        run();
        offer("b");

        assertThat(kafka.taken).containsExactly("a");
        assertThat(kafka.closed).isTrue();
        assertThat(tasks).isEmpty();
    }

    private void offer(String name) {
        sender.offer(RegistrationEvent.newBuilder().setResourceName(name).build());
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            if (!kafka.takes) {
                return;
            }
        }
    }

    private double unsent() {
        return metrics.get("p2psip.storage.events.dropped")
                .tag("reason", "unsent")
                .counter()
                .count();
    }

    private static final class Kafka implements EventSink {
        final List<String> taken = new ArrayList<>();
        final Deque<Consumer<Optional<Exception>>> unanswered = new ArrayDeque<>();
        boolean takes = true;
        boolean closed;

        @Override
        public boolean send(String key, byte[] event, Consumer<Optional<Exception>> answered) {
            if (takes) {
                taken.add(key);
                unanswered.add(answered);
            }
            return takes;
        }

        void answer(int events, Optional<Exception> failure) {
            for (int i = 0; i < events; i++) {
                unanswered.remove().accept(failure);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
