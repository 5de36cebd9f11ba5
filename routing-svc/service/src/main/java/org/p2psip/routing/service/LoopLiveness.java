package org.p2psip.routing.service;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.p2psip.routing.service.storage.PeerLoop;

/** Alive while the peer loop takes tasks: everything that is answered goes through it. */
@Liveness
@ApplicationScoped
public class LoopLiveness implements AsyncHealthCheck {
    private static final String NAME = "peer-loop";
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final PeerLoop loop;

    LoopLiveness(PeerLoop loop) {
        this.loop = loop;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .<HealthCheckResponse>emitter(
                        response -> loop.execute(() -> response.complete(HealthCheckResponse.up(NAME))))
                .ifNoItem()
                .after(LIMIT)
                .recoverWithItem(() -> HealthCheckResponse.down(NAME));
    }
}
