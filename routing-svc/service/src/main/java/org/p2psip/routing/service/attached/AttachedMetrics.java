package org.p2psip.routing.service.attached;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of clients that take messages. */
@Singleton
final class AttachedMetrics {
    /** What becomes of messages to clients. */
    enum Happening {
        DELIVERED,
        /** No stream leads to the client, or it does not know the application. */
        UNKNOWN,
        /** The client did not answer in time. */
        LATE,
        /** A message, or an application of a client, was refused at a limit. */
        LIMITED,
        /** The client answered what it was not asked, or too late. */
        UNASKED
    }

    /** Applications that clients of this peer have. */
    final AtomicInteger applications;

    private final Map<Happening, Counter> counters = new EnumMap<>(Happening.class);

    AttachedMetrics(MeterRegistry registry) {
        applications = registry.gauge("p2psip.routing.client.applications", new AtomicInteger());
        for (Happening happening : Happening.values()) {
            counters.put(
                    happening,
                    registry.counter(
                            "p2psip.routing.client.messages",
                            "result",
                            happening.name().toLowerCase(Locale.ROOT)));
        }
    }

    void count(Happening happening) {
        counters.get(happening).increment();
    }
}
