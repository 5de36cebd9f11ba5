package org.p2psip.edge.service.settings;

import java.nio.file.Path;
import org.p2psip.tls.service.TlsSettings;

/** How the edge's gRPC is secured. */
public final class SecuritySettings {
    private SecuritySettings() {}

    /** Checks the keys under {@code p2psip.tls}; the enrollment server is the routing peer unless another one is named. */
    public static TlsSettings of(EdgeProperties p) {
        TlsSettings given = TlsSettings.of(
                p.tls(),
                "p2psip.grpc.listen",
                p.grpc().listen(),
                Path.of(p.data()),
                (key, value, allowed) -> new SettingRefused(key, value, "must be " + allowed));
        return given.enrollment().isEmpty()
                ? new TlsSettings(given.enabled(), p.overlay().target().replaceAll("\\s", ""), given.member())
                : given;
    }
}
