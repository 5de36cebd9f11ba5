package org.p2psip.storage.service.operation;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.p2psip.storage.service.records.RecordCache;
import org.p2psip.tls.service.ServiceSecurity;

/** Ready while reads are served, records reach the disk, the disk takes writes beside them, and there is a certificate. */
@Readiness
@ApplicationScoped
public class StorageReadiness implements AsyncHealthCheck {
    private final RecordCache cache;
    private final DiskProbe disk;
    private final ServiceSecurity security;

    public StorageReadiness(RecordCache cache, DiskProbe disk, ServiceSecurity security) {
        this.cache = cache;
        this.disk = disk;
        this.security = security;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        boolean running = cache.isRunning();
        boolean written = cache.takesWrites();
        boolean writable = disk.isGood();
        Optional<String> noCertificate = security.missing();
        return Uni.createFrom()
                .item(HealthCheckResponse.named("record store")
                        .withData("cache", cache.condition())
                        .withData("records", written ? "written" : "not written")
                        .withData("disk", writable ? "takes writes" : "has not taken a write for 15 seconds")
                        .withData("certificate", noCertificate.orElse("there, or not needed"))
                        .status(running && written && writable && noCertificate.isEmpty())
                        .build());
    }
}
