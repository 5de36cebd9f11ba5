package org.p2psip.storage.service.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.RegistrationEvent;

/**
 * Sends events in their order, gathered: waking a thread for each costs more than sending it. Closed until the topic is
 * known to exist, so that nobody creates it by chance. While Kafka is away a window of events waits in its client, the
 * others in the queue; none that is in either is given up.
 */
final class EventSender {
    /** How long events gather before they are sent together, milliseconds. */
    static final long GATHER_MS = 100;
    /** Until events that nobody took are tried again, milliseconds. */
    static final long RETRY_MS = 1000;
    /** Events that were handed over and not answered, at most. */
    static final int WINDOW = 2048;

    private static final Logger LOG = Logger.getLogger(EventSender.class);

    /** Runs tasks, one at a time. */
    interface Timer {
        void later(Runnable task, long delayMs);
    }

    private final EventQueue queue;
    private final EventSink sink;
    private final Timer timer;
    private final Counter unsent;
    private final AtomicBoolean planned = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean open;
    /** The window was full when events were to be sent. */
    private volatile boolean stalled;

    EventSender(EventQueue queue, EventSink sink, Timer timer, MeterRegistry metrics) {
        this.queue = queue;
        this.sink = sink;
        this.timer = timer;
        unsent = Counter.builder("p2psip.storage.events.dropped")
                .description("Registration events that no one will see: the queue was full, or Kafka did not take them")
                .tag("reason", "unsent")
                .register(metrics);
    }

    /** Queues an event. Any thread; never waits. */
    void offer(RegistrationEvent event) {
        queue.offer(event);
        plan(GATHER_MS);
    }

    /** From now on events leave. */
    void open() {
        open = true;
        plan(0);
    }

    /** Sends what waits and ends. On the timer's thread. */
    void close() {
        if (open) {
            open = false;
            sendWaiting();
        }
        sink.close();
    }

    private void plan(long delayMs) {
        if (open && !planned.get() && planned.compareAndSet(false, true)) {
            timer.later(this::send, delayMs);
        }
    }

    private void send() {
        planned.set(false);
        if (open) {
            sendWaiting();
        }
    }

    private void sendWaiting() {
        List<RegistrationEvent> events = queue.take(WINDOW - unanswered.get());
        for (int i = 0; i < events.size(); i++) {
            RegistrationEvent event = events.get(i);
            unanswered.incrementAndGet();
            if (!sink.send(key(event), event.toByteArray(), this::answered)) {
                unanswered.decrementAndGet();
                queue.putBack(events.subList(i, events.size()));
                plan(RETRY_MS);
                return;
            }
        }
        if (queue.size() > 0) {
            stalled = true;
            if (unanswered.get() < WINDOW) {
                resume();
            }
        }
    }

    private void answered(Optional<Exception> failure) {
        unanswered.decrementAndGet();
        failure.ifPresent(cause -> {
            unsent.increment();
            LOG.debugf(cause, "Kafka does not take an event");
        });
        if (stalled) {
            resume();
        }
    }

    private void resume() {
        stalled = false;
        plan(GATHER_MS);
    }

    private static String key(RegistrationEvent event) {
        return event.getResourceName().isEmpty()
                ? HexFormat.of().formatHex(event.getResourceId().toByteArray())
                : event.getResourceName();
    }
}
