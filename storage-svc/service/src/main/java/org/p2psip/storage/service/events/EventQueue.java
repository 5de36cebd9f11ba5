package org.p2psip.storage.service.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.p2psip.proto.v1.RegistrationEvent;

/** Events that wait for Kafka, bounded. Closed until the topic is known to exist, so that nobody creates it by chance. */
final class EventQueue {
    private final int limit;
    private final Queue<RegistrationEvent> waiting = new ArrayDeque<>();
    private final Counter full;
    private final Counter unsent;
    private UniEmitter<? super RegistrationEvent> taker;
    private boolean open;

    EventQueue(int limit, MeterRegistry metrics) {
        this.limit = limit;
        full = dropped(metrics, "full");
        unsent = dropped(metrics, "unsent");
        Gauge.builder("p2psip.storage.events.queue", this, EventQueue::size)
                .description("Registration events that wait for Kafka")
                .register(metrics);
    }

    /** Queues an event, or drops it where the limit is reached. Never waits. */
    void offer(RegistrationEvent event) {
        UniEmitter<? super RegistrationEvent> direct = null;
        synchronized (this) {
            if (open && taker != null) {
                direct = taker;
                taker = null;
            } else if (waiting.size() < limit) {
                waiting.add(event);
            } else {
                full.increment();
            }
        }
        if (direct != null) {
            direct.complete(event);
        }
    }

    /** The next event, when there is one. One taker at a time. */
    Uni<RegistrationEvent> take() {
        return Uni.createFrom().emitter(this::take);
    }

    private void take(UniEmitter<? super RegistrationEvent> emitter) {
        RegistrationEvent event;
        synchronized (this) {
            event = open ? waiting.poll() : null;
            if (event == null) {
                taker = emitter;
            }
        }
        if (event != null) {
            emitter.complete(event);
        }
    }

    /** From now on events leave. */
    void open() {
        UniEmitter<? super RegistrationEvent> first = null;
        RegistrationEvent event = null;
        synchronized (this) {
            open = true;
            if (taker != null) {
                event = waiting.poll();
            }
            if (event != null) {
                first = taker;
                taker = null;
            }
        }
        if (first != null) {
            first.complete(event);
        }
    }

    /** An event was given to Kafka's client, and Kafka did not take it in time. */
    void unsent() {
        unsent.increment();
    }

    private synchronized int size() {
        return waiting.size();
    }

    private static Counter dropped(MeterRegistry metrics, String reason) {
        return Counter.builder("p2psip.storage.events.dropped")
                .description("Registration events that no one will see: the queue was full, or Kafka did not take them")
                .tag("reason", reason)
                .register(metrics);
    }
}
