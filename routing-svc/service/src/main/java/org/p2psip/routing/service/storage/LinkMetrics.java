package org.p2psip.routing.service.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the link to storage. */
@Singleton
final class LinkMetrics {
    private final AtomicInteger up = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter attempts;
    private final Counter losses;
    private final Counter timeouts;
    private final Counter full;

    LinkMetrics(MeterRegistry registry) {
        registry.gauge("p2psip.routing.storage.link.up", up);
        registry.gauge("p2psip.routing.storage.in.flight", inFlight);
        attempts = registry.counter("p2psip.routing.storage.connect.attempts");
        losses = registry.counter("p2psip.routing.storage.link.losses");
        timeouts = registry.counter("p2psip.routing.storage.timeouts");
        full = registry.counter("p2psip.routing.storage.limit.reached");
    }

    void attempt() {
        attempts.increment();
    }

    void wentUp() {
        up.set(1);
    }

    void wentDown() {
        up.set(0);
        losses.increment();
    }

    void timedOut(int operations) {
        timeouts.increment(operations);
    }

    void refusedAtLimit() {
        full.increment();
    }

    void inFlight(int operations) {
        inFlight.lazySet(operations);
    }
}
