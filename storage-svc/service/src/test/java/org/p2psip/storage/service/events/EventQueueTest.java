package org.p2psip.storage.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.RegistrationEvent;

class EventQueueTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventQueue queue = new EventQueue(3, metrics);

    @Test
    void eventsAreTakenInTheirOrder() {
        offer("a", "b", "c");

        assertThat(names(queue.take(2))).containsExactly("a", "b");
        assertThat(names(queue.take(2))).containsExactly("c");
        assertThat(queue.take(2)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() {
        offer("a", "b", "c", "d", "e");

        assertThat(dropped()).isEqualTo(2);
        assertThat(metrics.get("p2psip.storage.events.queue").gauge().value()).isEqualTo(3);
        assertThat(names(queue.take(9))).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsPutBackComesFirst() {
        offer("a", "b");
        List<RegistrationEvent> taken = queue.take(2);
        offer("c");

        queue.putBack(taken);

        assertThat(names(queue.take(9))).containsExactly("a", "b", "c");
        assertThat(dropped()).isZero();
    }

    @Test
    void whatIsPutBackAndDoesNotFitIsDroppedAndCounted() {
        offer("a", "b");
        List<RegistrationEvent> taken = queue.take(2);
        offer("c", "d");

        queue.putBack(taken);

        assertThat(names(queue.take(9))).containsExactly("a", "c", "d");
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void nothingIsTakenOfAWindowThatIsMoreThanFull() {
        offer("a");

        assertThat(queue.take(-1)).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
    }

    private void offer(String... names) {
        for (String name : names) {
            queue.offer(RegistrationEvent.newBuilder().setResourceName(name).build());
        }
    }

    private static List<String> names(List<RegistrationEvent> events) {
        return events.stream().map(RegistrationEvent::getResourceName).toList();
    }

    private double dropped() {
        return metrics.get("p2psip.storage.events.dropped")
                .tag("reason", "full")
                .counter()
                .count();
    }
}
