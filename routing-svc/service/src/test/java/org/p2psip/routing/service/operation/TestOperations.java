package org.p2psip.routing.service.operation;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.p2psip.routing.ring.NodeId;

/** Operations of clients of peers that are not a whole service. */
public final class TestOperations {
    private TestOperations() {}

    public static ClientOperations of(NodeId self, MeterRegistry registry) {
        return new ClientOperations(self, new OperationMetrics(registry), OpenTelemetry.noop());
    }
}
