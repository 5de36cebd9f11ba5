package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.disk.DiskHealth;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.WriteLimits;

/** What a store is made of, however often its cache is opened. */
public final class CacheParts {
    private final Settings settings;
    private final StepContext context;
    private final DiskState disk;
    private final RecordStore store;

    /** @param gate whether requests are served */
    public CacheParts(Settings settings, KindCatalog kinds, MeterRegistry metrics, Clock clock, Gate gate) {
        this.settings = settings;
        KeptBytes kept = new KeptBytes(metrics);
        context = new StepContext(rules(kinds, settings.limits()), kept, new Ownership());
        disk = new DiskState(kept, metrics);
        store = new RecordStore(context, gate, clock);
    }

    private static StoredValueRules rules(KindCatalog kinds, Settings.Limits limits) {
        WriteLimits writeLimits = new WriteLimits(
                limits.remembered(), TimeUnit.SECONDS.toMillis(limits.tombstoneS()), WriteLimits.DEFAULT.maxAheadMs());
        return new StoredValueRules(kinds, writeLimits);
    }

    public RecordStore store() {
        return store;
    }

    /** Whether the disk takes what is written. */
    public boolean takesWrites() {
        return disk.takesWrites();
    }

    public DiskHealth disk() {
        return disk;
    }

    Settings settings() {
        return settings;
    }

    StepContext context() {
        return context;
    }
}
