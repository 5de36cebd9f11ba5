package org.p2psip.routing.service.ring;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.p2psip.routing.peer.Membership;

/** Ready while this peer is in the ring: before, it can say nothing of records of other sites. */
@Readiness
@ApplicationScoped
public class RingReadiness implements HealthCheck {
    private final RingPeer ring;

    RingReadiness(RingPeer ring) {
        this.ring = ring;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ring")
                .status(ring.membership() == Membership.JOINED)
                .withData("membership", ring.membership().name().toLowerCase(Locale.ROOT))
                .build();
    }
}
