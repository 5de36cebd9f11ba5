package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.storage.service.disk.DiskHealth;

/** Whether the disk takes records, and how many it did not. */
final class DiskState implements DiskHealth {
    private final KeptBytes kept;
    private final Counter refused;
    private volatile boolean refusing;
    private volatile boolean ended;

    DiskState(KeptBytes kept, MeterRegistry metrics) {
        this.kept = kept;
        refused = Counter.builder("p2psip.storage.disk.refused")
                .description("Changes of records that the disk did not take, each time one was tried")
                .register(metrics);
    }

    boolean takesWrites() {
        return !refusing && !ended;
    }

    @Override
    public void damaged() {
        kept.lost();
    }

    @Override
    public void refused(int writes) {
        refusing = true;
        refused.increment(writes);
    }

    @Override
    public void taken() {
        refusing = false;
    }

    @Override
    public void ended() {
        ended = true;
    }
}
