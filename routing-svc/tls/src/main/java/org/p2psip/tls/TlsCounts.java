package org.p2psip.tls;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** The counts of one service. Any thread. */
public final class TlsCounts {
    private final AtomicLongArray counts = new AtomicLongArray(TlsCount.values().length);

    /** Adds one. */
    public void add(TlsCount count) {
        counts.incrementAndGet(count.ordinal());
    }

    /** The count so far. */
    public long get(TlsCount count) {
        return counts.get(count.ordinal());
    }

    /** Publishes them as "p2psip.grpc.security", by "event". */
    public void register(MeterRegistry registry) {
        for (TlsCount count : TlsCount.values()) {
            FunctionCounter.builder("p2psip.grpc.security", this, counts -> counts.get(count))
                    .tag("event", count.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .description("Security of connections between services")
                    .register(registry);
        }
    }
}
