package org.p2psip.relay.grpc;

import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.settings.SettingRefused;
import org.p2psip.tls.service.GrpcServerStart;
import org.p2psip.tls.service.ServiceSecurity;

/** Ends a start whose gRPC server does not listen; Quarkus only logs that. */
@ApplicationScoped
public class GrpcStart {
    private static final Logger LOG = Logger.getLogger(GrpcStart.class);

    void start(@Observes @Priority(1) StartupEvent event, RelayConfig config, ServiceSecurity security) {
        if (!GrpcServerStart.isListening(GrpcServerRecorder::getVerticleCount)) {
            throw new SettingRefused("p2psip.grpc.port", config.grpc().port(), "a free port at p2psip.grpc.listen");
        }
        security.missing().ifPresent(why -> LOG.infof("Waiting for a certificate: %s", why));
    }
}
