package org.p2psip.storage.service.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.p2psip.storage.service.records.RecordCache;

/** Writes and syncs a few bytes beside the records every two seconds. */
@ApplicationScoped
public class DiskProbe {
    /** Longest time since the last good probe with which the service is ready, in milliseconds. */
    static final long FRESH_MS = 15_000;

    private static final Logger LOG = Logger.getLogger(DiskProbe.class);
    private static final long EVERY_MS = 2000;

    private final RecordCache cache;
    private final Vertx vertx;
    private final Clock clock;
    private final Counter failures;
    private volatile long goodAtMs;
    private volatile boolean failing;
    private volatile boolean stopping;

    public DiskProbe(RecordCache cache, MeterRegistry metrics, Vertx vertx, Clock clock) {
        this.cache = cache;
        this.vertx = vertx;
        this.clock = clock;
        this.failures = Counter.builder("p2psip.storage.disk.probe.failures")
                .description("Probes of the disk that failed")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        probe();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Whether a probe succeeded lately. */
    boolean isGood() {
        return clock.millis() - goodAtMs < FRESH_MS;
    }

    private void probe() {
        vertx.<Void>executeBlocking(
                        () -> {
                            cache.probeDisk(clock.millis());
                            return null;
                        },
                        false)
                .onComplete(probed -> {
                    if (stopping) {
                        return;
                    }
                    if (probed.succeeded()) {
                        goodAtMs = clock.millis();
                    } else {
                        failures.increment();
                        if (!failing) {
                            LOG.errorf("The disk of the records does not take a write: %s", probed.cause());
                        }
                    }
                    failing = probed.failed();
                    vertx.setTimer(EVERY_MS, timer -> probe());
                });
    }
}
