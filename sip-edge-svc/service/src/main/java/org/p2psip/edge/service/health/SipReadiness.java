package org.p2psip.edge.service.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.p2psip.edge.service.EdgeProcess;

/**
 * Ready: a SIP OPTIONS through the edge's own socket is answered 200, and since the start the overlay has answered once.
 * An outage of the overlay later changes nothing: the edge then answers 503 itself, as in overload. An answer is kept for
 * {@value #KEPT_MS} ms. Kafka has no say.
 */
@Readiness
@ApplicationScoped
class SipReadiness implements HealthCheck {
    private static final int KEPT_MS = 1_000;
    private static final int TIMEOUT_MS = 500;

    private final EdgeProcess process;
    private HealthCheckResponse last;
    private long lastNanos;

    SipReadiness(EdgeProcess process) {
        this.process = process;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        long now = System.nanoTime();
        if (last == null || now - lastNanos > KEPT_MS * 1_000_000L || !isUp(last)) {
            last = check();
            lastNanos = now;
        }
        return last;
    }

    private HealthCheckResponse check() {
        if (process.isDraining()) {
            return answer(false, "the edge is stopping");
        }
        if (!process.overlayHasAnswered()) {
            return answer(false, "the overlay has not answered yet");
        }
        try {
            String status = OptionsProbe.ask(process.sipAddress(), process.sipUri(), TIMEOUT_MS);
            // Overload passes, and sending its load to others would only make them late too
            boolean late = status.startsWith("SIP/2.0 503 ") && process.loop().isOverloaded();
            return answer(late || status.startsWith("SIP/2.0 200 "), late ? "overloaded" : status);
        } catch (IOException e) {
            return answer(false, "OPTIONS to " + process.sipAddress() + ": " + e.getMessage());
        }
    }

    private static HealthCheckResponse answer(boolean up, String why) {
        return HealthCheckResponse.named("SIP OPTIONS")
                .status(up)
                .withData("answer", why)
                .build();
    }

    private static boolean isUp(HealthCheckResponse response) {
        return response.getStatus() == HealthCheckResponse.Status.UP;
    }
}
