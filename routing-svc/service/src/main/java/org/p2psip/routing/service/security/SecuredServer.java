package org.p2psip.routing.service.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.inject.Singleton;
import org.p2psip.tls.service.ServiceSecurity;

/** Secures the connections of this service's gRPC server. Who has no certificate yet gets in, to enroll. */
@Singleton
@Unremovable
public final class SecuredServer implements ServerBuilderCustomizer<VertxServerBuilder> {
    private final ServiceSecurity security;

    SecuredServer(ServiceSecurity security) {
        this.security = security;
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        security.grpc().secure(builder.nettyBuilder(), true);
    }
}
