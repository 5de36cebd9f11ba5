package org.p2psip.routing.service.compare;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of comparisons with the sites of the replicas. */
@Singleton
final class CompareMetrics {
    /** What comes of ranges that are compared. */
    enum Happening {
        EQUAL,
        DIFFERING,
        /** Both sites were brought what they lacked. */
        REPAIRED,
        /** Storage or the other site could not be read; tried again at the next round. */
        FAILED,
        /** More ranges differed than one round repairs; the next one goes on. */
        LEFT
    }

    /** Resources that the sites of the replicas lacked when the last round looked. */
    final AtomicInteger missing;

    final Counter bytes;
    private final Map<Happening, Counter> counters = new EnumMap<>(Happening.class);

    CompareMetrics(MeterRegistry registry) {
        missing = registry.gauge("p2psip.ring.copies.missing", new AtomicInteger());
        bytes = registry.counter("p2psip.ring.compare.bytes");
        for (Happening happening : Happening.values()) {
            counters.put(
                    happening,
                    registry.counter(
                            "p2psip.ring.compare.ranges",
                            "result",
                            happening.name().toLowerCase(Locale.ROOT)));
        }
    }

    void count(Happening happening) {
        counters.get(happening).increment();
    }
}
