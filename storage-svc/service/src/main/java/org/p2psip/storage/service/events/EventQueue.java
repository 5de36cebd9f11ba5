package org.p2psip.storage.service.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.p2psip.proto.v1.RegistrationEvent;

/** Events that wait for Kafka, in their order, bounded. Safe for many threads; nobody waits here. */
final class EventQueue {
    private final int limit;
    private final Deque<RegistrationEvent> waiting = new ArrayDeque<>();
    private final Counter full;

    EventQueue(int limit, MeterRegistry metrics) {
        this.limit = limit;
        full = Counter.builder("p2psip.storage.events.dropped")
                .description("Registration events that no one will see: the queue was full, or Kafka did not take them")
                .tag("reason", "full")
                .register(metrics);
        Gauge.builder("p2psip.storage.events.queue", this, EventQueue::size)
                .description("Registration events that wait for Kafka")
                .register(metrics);
    }

    /** Queues an event, or drops and counts it where the limit is reached. */
    synchronized void offer(RegistrationEvent event) {
        if (waiting.size() < limit) {
            waiting.add(event);
        } else {
            full.increment();
        }
    }

    /** Takes the oldest, at most {@code max}. */
    synchronized List<RegistrationEvent> take(int max) {
        List<RegistrationEvent> taken = new ArrayList<>(Math.clamp(max, 0, waiting.size()));
        while (taken.size() < max && !waiting.isEmpty()) {
            taken.add(waiting.poll());
        }
        return taken;
    }

    /** Puts what was taken and could not be sent before all others; the newest of it are dropped where none fit. */
    synchronized void putBack(List<RegistrationEvent> unsent) {
        int fitting = Math.min(unsent.size(), limit - waiting.size());
        for (int i = fitting - 1; i >= 0; i--) {
            waiting.addFirst(unsent.get(i));
        }
        full.increment(unsent.size() - fitting);
    }

    synchronized int size() {
        return waiting.size();
    }
}
