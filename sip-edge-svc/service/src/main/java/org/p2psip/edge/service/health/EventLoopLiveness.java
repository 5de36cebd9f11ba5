package org.p2psip.edge.service.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.p2psip.edge.service.EdgeLoop;
import org.p2psip.edge.service.EdgeProcess;

/** Live: the event loop gave a sign of life within {@value #LIMIT_MS} ms. */
@Liveness
@ApplicationScoped
class EventLoopLiveness implements HealthCheck {
    private static final int LIMIT_MS = 2_000;

    private final EdgeProcess process;

    EventLoopLiveness(EdgeProcess process) {
        this.process = process;
    }

    @Override
    public HealthCheckResponse call() {
        EdgeLoop loop = process.loop();
        long ageMs = loop == null ? 0 : TimeUnit.NANOSECONDS.toMillis(loop.heartbeatAgeNanos());
        return HealthCheckResponse.named("event loop")
                .status(ageMs < LIMIT_MS)
                .withData("heartbeat-age-ms", ageMs)
                .build();
    }
}
