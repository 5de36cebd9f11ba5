package org.p2psip.routing.service;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.p2psip.routing.service.storage.StorageLink;

/**
 * Ready once storage has answered. A later outage of storage takes no peer away: it answers each operation with an
 * error, which is more than a closed port would tell.
 */
@Readiness
@ApplicationScoped
public class StorageReadiness implements HealthCheck {
    private final StorageLink storage;

    StorageReadiness(StorageLink storage) {
        this.storage = storage;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("storage")
                .status(storage.hasBeenUp())
                .withData("link", storage.isUp() ? "up" : "down")
                .build();
    }
}
