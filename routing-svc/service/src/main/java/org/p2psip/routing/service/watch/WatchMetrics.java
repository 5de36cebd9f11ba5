package org.p2psip.routing.service.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of watches. */
@Singleton
final class WatchMetrics {
    /** What happens to watches. */
    enum Happening {
        /** A change was told. */
        CHANGED,
        /** Somebody was told to read again. */
        RESYNC,
        /** Somebody read too slowly: what was queued is dropped for a resync. */
        OVERFLOW,
        /** A watch was refused at a limit. */
        REFUSED,
        /** An event of Kafka could not be read. */
        UNREADABLE,
        /** The peer of another site that told changes was lost; another is looked for. */
        REMOTE_LOST
    }

    /** Watches of clients and of other peers. */
    final AtomicInteger open;

    private final Map<Happening, Counter> counters = new EnumMap<>(Happening.class);

    WatchMetrics(MeterRegistry registry) {
        open = registry.gauge("p2psip.routing.watches", new AtomicInteger());
        for (Happening happening : Happening.values()) {
            counters.put(
                    happening,
                    registry.counter(
                            "p2psip.routing.watch.events",
                            "event",
                            happening.name().toLowerCase(Locale.ROOT)));
        }
    }

    void count(Happening happening) {
        counters.get(happening).increment();
    }
}
