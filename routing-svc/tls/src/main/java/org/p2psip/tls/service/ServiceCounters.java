package org.p2psip.tls.service;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/** What a service has counted, as its operators are told it. */
public final class ServiceCounters {
    private static final String OWN = "p2psip.";

    private ServiceCounters() {}

    /** Counters by their names in the metrics; what differs in labels only is added up. */
    public static Map<String, Long> of(MeterRegistry meters) {
        Map<String, Long> counters = new TreeMap<>();
        for (Meter meter : meters.getMeters()) {
            String name = meter.getId().getName();
            if (meter.getId().getType() == Meter.Type.COUNTER && name.startsWith(OWN)) {
                long count = (long) meter.measure().iterator().next().getValue();
                counters.merge(name.replace('.', '_') + "_total", count, Long::sum);
            }
        }
        return counters;
    }
}
