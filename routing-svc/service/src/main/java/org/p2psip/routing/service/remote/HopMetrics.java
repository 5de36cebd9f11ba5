package org.p2psip.routing.service.remote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.p2psip.routing.message.Method;

/** Counts the requests of other peers by method and by the links that they came over. */
@Singleton
final class HopMetrics {
    /** Requests that came over more links are counted together. */
    private static final int HOPS_LIMIT = 12;

    private final Map<Method, Counter[]> counters = new EnumMap<>(Method.class);

    HopMetrics(MeterRegistry registry) {
        for (Method method : Method.values()) {
            Counter[] byHops = new Counter[HOPS_LIMIT + 1];
            for (int hops = 0; hops <= HOPS_LIMIT; hops++) {
                byHops[hops] = registry.counter(
                        "p2psip.ring.requests",
                        "method",
                        method.name().toLowerCase(Locale.ROOT),
                        "hops",
                        hops == HOPS_LIMIT ? "more" : Integer.toString(hops));
            }
            counters.put(method, byHops);
        }
    }

    void arrived(Method method, int hops) {
        counters.get(method)[Math.clamp(hops, 0, HOPS_LIMIT)].increment();
    }
}
