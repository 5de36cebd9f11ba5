package org.p2psip.storage.service.operation;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.p2psip.storage.service.records.RecordCache;

/** Ready while reads are served, records reach the disk and the disk takes writes beside them. */
@Readiness
@ApplicationScoped
public class StorageReadiness implements AsyncHealthCheck {
    private final RecordCache cache;
    private final DiskProbe disk;

    public StorageReadiness(RecordCache cache, DiskProbe disk) {
        this.cache = cache;
        this.disk = disk;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        boolean running = cache.isRunning();
        boolean written = cache.takesWrites();
        boolean writable = disk.isGood();
        return Uni.createFrom()
                .item(HealthCheckResponse.named("record store")
                        .withData("cache", cache.condition())
                        .withData("records", written ? "written" : "not written")
                        .withData("disk", writable ? "takes writes" : "has not taken a write for 15 seconds")
                        .status(running && written && writable)
                        .build());
    }
}
