package org.p2psip.relay.grpc;

import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.settings.SettingRefused;
import org.p2psip.tls.service.GrpcServerStart;
import org.p2psip.tls.service.ServiceSecurity;

/** Ends a start whose gRPC server does not listen; Quarkus only logs that. */
@ApplicationScoped
public class GrpcStart {
    private static final Logger LOG = Logger.getLogger(GrpcStart.class);

    /** After what reads the other settings, so that one of these that is wrong is what is told. */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event,
            RelayConfig config,
            ServiceSecurity security) {
        if (!GrpcServerStart.isListening(GrpcServerRecorder::getVerticleCount)) {
            throw new SettingRefused("p2psip.grpc.port", config.grpc().port(), "a free port at p2psip.grpc.listen");
        }
        security.missing().ifPresent(why -> LOG.infof("Waiting for a certificate: %s", why));
    }
}
