package org.p2psip.relay.security;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.p2psip.identity.Role;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.settings.SettingRefused;
import org.p2psip.tls.service.ServiceSecurity;
import org.p2psip.tls.service.TlsSettings;

/** Makes the security of this service once. */
@ApplicationScoped
public class SecurityParts {
    @Produces
    @Singleton
    ServiceSecurity security(RelayConfig config, MeterRegistry metrics) {
        TlsSettings settings = TlsSettings.of(
                config.tls(),
                "p2psip.grpc.listen",
                config.grpc().listen().getHostAddress(),
                data(config.data()),
                SettingRefused::new);
        try {
            ServiceSecurity security = ServiceSecurity.start(settings, Role.RELAY, RelayCalls.TABLE);
            security.counts().register(metrics);
            return security;
        } catch (IOException e) {
            throw new SettingRefused(
                    "p2psip.data", config.data(), "a directory with usable keys of this service: " + e.getMessage());
        }
    }

    private static Path data(String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new SettingRefused("p2psip.data", value, "a directory (" + e.getReason() + ")");
        }
    }

    void stop(@Disposes ServiceSecurity security) {
        security.close();
    }
}
