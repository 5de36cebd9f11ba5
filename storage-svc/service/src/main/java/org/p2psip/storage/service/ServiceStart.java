package org.p2psip.storage.service;

import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.service.config.StorageConfig;
import org.p2psip.storage.service.records.RecordCache;
import org.p2psip.tls.service.GrpcServerStart;
import org.p2psip.tls.service.ServiceSecurity;

/** Ends a start that cannot lead to a service: without its records, or without its gRPC port. */
@ApplicationScoped
public class ServiceStart {
    private static final Logger LOG = Logger.getLogger(ServiceStart.class);

    /** Before all others that start: they need what is checked here. */
    void start(
            @Observes @Priority(1) StartupEvent event,
            Settings settings,
            StorageConfig config,
            RecordCache cache,
            ServiceSecurity security) {
        // Asked first, since it is opened when it is asked
        String condition = cache.condition();
        if (!GrpcServerStart.isListening(GrpcServerRecorder::getVerticleCount)) {
            throw new StartRefused("p2psip.grpc.port is \"" + config.grpc().port() + "\"; the gRPC server could not"
                    + " listen there at " + config.listen() + ", a free port is needed");
        }
        security.missing().ifPresent(why -> LOG.infof("Waiting for a certificate: %s", why));
        LOG.infof("Records in %s, durability %s; %s", settings.data(), settings.durability(), condition);
    }
}
