package org.p2psip.routing.service.handover;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.Error;
import org.p2psip.routing.records.RangeReplicas.LostRange;

/** What is counted of records on their way from site to site. */
@Singleton
final class HandOverMetrics implements RangeTransfer.Counts {
    private static final Logger LOG = Logger.getLogger(HandOverMetrics.class);
    private static final String REPLICAS = "p2psip.ring.replicas";
    private static final String RESULT = "result";

    private final AtomicInteger pending;
    private final Counter brought;
    private final Counter refused;
    private final Counter retries;
    private final Counter replicasStored;
    private final Counter replicasFailed;
    private final Counter replicasDropped;
    private final Map<LostRange, Counter> lost = new EnumMap<>(LostRange.class);

    HandOverMetrics(MeterRegistry registry) {
        pending = registry.gauge("p2psip.ring.take.over.pending", new AtomicInteger());
        brought = registry.counter("p2psip.ring.take.over.resources", RESULT, "brought");
        refused = registry.counter("p2psip.ring.take.over.resources", RESULT, "refused");
        retries = registry.counter("p2psip.ring.take.over.retries");
        replicasStored = registry.counter(REPLICAS, RESULT, "stored");
        replicasFailed = registry.counter(REPLICAS, RESULT, "failed");
        replicasDropped = registry.counter(REPLICAS, RESULT, "dropped");
        for (LostRange end : LostRange.values()) {
            String result = end.name().toLowerCase(Locale.ROOT);
            lost.put(end, registry.counter("p2psip.ring.lost.ranges", RESULT, result));
        }
    }

    void pending(int ranges) {
        pending.set(ranges);
    }

    @Override
    public void brought(int resources) {
        brought.increment(resources);
    }

    @Override
    public void refused(Error error) {
        refused.increment();
        LOG.warnf("A record that was handed over was refused: %s", error.getMessage());
    }

    void retried() {
        retries.increment();
    }

    void replica(boolean stored) {
        (stored ? replicasStored : replicasFailed).increment();
    }

    void lost(LostRange end) {
        lost.get(end).increment();
    }

    void replicaDropped() {
        replicasDropped.increment();
    }
}
