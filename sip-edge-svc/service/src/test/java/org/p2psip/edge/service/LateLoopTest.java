package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.service.settings.EdgeProperties;

/** The lag of the event loop is measured and told to the core. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class LateLoopTest {
    @Inject
    EdgeProcess edge;

    @Inject
    EdgeProperties properties;

    @Test
    void newRequestsAreRefusedWhileTheLoopIsLate() throws Exception {
        long busyNanos = 2 * TimeUnit.MILLISECONDS.toNanos(properties.protect().maxLagMs());
        ScheduledFuture<?> load =
                edge.eventLoop().scheduleWithFixedDelay(() -> spin(busyNanos), 0, 1, TimeUnit.MILLISECONDS);
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            Await.until("overload", Duration.ofSeconds(30), () -> edge.loop().isOverloaded());
            assertThat(phone.ask("OPTIONS", edge.sipUri(), "late", ""))
                    .startsWith("SIP/2.0 503 ")
                    .contains("\r\nRetry-After: ");
            load.cancel(false);
            Await.until(
                    "no overload", Duration.ofSeconds(30), () -> !edge.loop().isOverloaded());
            assertThat(phone.ask("OPTIONS", edge.sipUri(), "late", "")).startsWith("SIP/2.0 200 ");
        } finally {
            load.cancel(false);
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
