package org.p2psip.tls.service;

import io.quarkus.arc.Unremovable;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.inject.Singleton;

/**
 * Secures the connections of a service's gRPC server. Who has no certificate gets in only where the table of calls has some
 * that everybody may make, to enroll for example.
 */
@Singleton
@Unremovable
public final class SecuredServer implements ServerBuilderCustomizer<VertxServerBuilder> {
    private final ServiceSecurity security;

    SecuredServer(ServiceSecurity security) {
        this.security = security;
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        security.grpc().secure(builder.nettyBuilder(), security.admission().admitsStrangers());
    }
}
