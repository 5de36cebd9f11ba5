package org.p2psip.routing.service.security;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.p2psip.identity.Role;
import org.p2psip.routing.service.authority.EnrollmentThread;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.config.StartRefused;
import org.p2psip.tls.service.ServiceSecurity;

/** Makes the security of this service once. */
@ApplicationScoped
public class SecurityParts {
    @Produces
    @Singleton
    ServiceSecurity security(Settings settings, EnrollmentThread enrollment, MeterRegistry metrics) {
        try {
            ServiceSecurity security = enrollment.isServer()
                    ? ServiceSecurity.start(
                            settings.tls(), RoutingCalls.TABLE, new OwnAuthority(settings.overlay(), enrollment))
                    : ServiceSecurity.start(settings.tls(), Role.PEER, RoutingCalls.TABLE);
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
