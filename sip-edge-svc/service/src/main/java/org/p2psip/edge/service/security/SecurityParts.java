package org.p2psip.edge.service.security;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.edge.service.settings.SecuritySettings;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.identity.Role;
import org.p2psip.tls.service.ServiceSecurity;

/** Makes the security of this service once. */
@ApplicationScoped
public class SecurityParts {
    @Produces
    @Singleton
    ServiceSecurity security(EdgeProperties properties, MeterRegistry metrics) {
        try {
            ServiceSecurity security =
                    ServiceSecurity.start(SecuritySettings.of(properties), Role.EDGE, EdgeCalls.TABLE);
            security.counts().register(metrics);
            return security;
        } catch (IOException e) {
            throw new SettingRefused(
                    "p2psip.data", properties.data(), "must have usable keys of this service: " + e.getMessage());
        }
    }

    void stop(@Disposes ServiceSecurity security) {
        security.close();
    }
}
