package org.p2psip.storage.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.RegistrationEvent;

class EventQueueTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventQueue queue = new EventQueue(2, metrics);
    private final List<String> taken = new ArrayList<>();

    @Test
    void nothingLeavesBeforeTheTopicIsThere() {
        take();
        queue.offer(event("a"));
        assertThat(taken).isEmpty();

        queue.open();
        assertThat(taken).containsExactly("a");
    }

    @Test
    void eventsLeaveInTheirOrderAsTheyAreTaken() {
        queue.open();
        queue.offer(event("a"));
        queue.offer(event("b"));
        take();
        take();
        take();
        queue.offer(event("c"));

        assertThat(taken).containsExactly("a", "b", "c");
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() {
        queue.offer(event("a"));
        queue.offer(event("b"));
        queue.offer(event("c"));
        queue.offer(event("d"));

        assertThat(dropped()).isEqualTo(2);
        assertThat(metrics.get("p2psip.storage.events.queue").gauge().value()).isEqualTo(2);
        queue.open();
        take();
        take();
        assertThat(taken).containsExactly("a", "b");
    }

    private double dropped() {
        return metrics.get("p2psip.storage.events.dropped")
                .tag("reason", "full")
                .counter()
                .count();
    }

    private void take() {
        queue.take().subscribe().with(event -> taken.add(event.getResourceName()));
    }

    private static RegistrationEvent event(String name) {
        return RegistrationEvent.newBuilder().setResourceName(name).build();
    }
}
