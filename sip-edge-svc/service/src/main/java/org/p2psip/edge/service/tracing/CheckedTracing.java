package org.p2psip.edge.service.tracing;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.edge.service.settings.TracingSettings;

/**
 * Checks the keys of tracing before OpenTelemetry samples by them, which is before the edge starts: OpenTelemetry refuses
 * a wrong ratio too, but does not say which key has it.
 */
@Singleton
final class CheckedTracing implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {
    private final EdgeProperties properties;

    CheckedTracing(EdgeProperties properties) {
        this.properties = properties;
    }

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        TracingSettings.check(properties.tracing());
    }
}
