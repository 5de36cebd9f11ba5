package org.p2psip.relay.operation;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.p2psip.relay.sockets.RelayServer;

/** Alive is a relay whose event loop still turns. One that does not will not start again by itself. */
@Liveness
@Singleton
public class EventLoopLiveness implements AsyncHealthCheck {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String NAME = "stun-event-loop";

    private final RelayServer socket;

    EventLoopLiveness(RelayServer socket) {
        this.socket = socket;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return socket.turnOfEventLoops()
                .onItem()
                .transform(turn -> HealthCheckResponse.up(NAME))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> HealthCheckResponse.down(NAME))
                .onFailure()
                .recoverWithItem(failure -> HealthCheckResponse.down(NAME));
    }
}
