package org.p2psip.storage.service.security;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.p2psip.identity.Role;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.tls.service.ServiceSecurity;

/** Makes the security of this service once. */
@ApplicationScoped
public class SecurityParts {
    @Produces
    @Singleton
    ServiceSecurity security(Settings settings, MeterRegistry metrics) {
        try {
            ServiceSecurity security = ServiceSecurity.start(settings.tls(), Role.STORE, StorageCalls.TABLE);
            security.counts().register(metrics);
            return security;
        } catch (IOException e) {
            throw new StartRefused("Cannot use the keys of this service (p2psip.data): " + e.getMessage(), e);
        }
    }

    void stop(@Disposes ServiceSecurity security) {
        security.close();
    }
}
