package org.p2psip.tls.service;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets calls of a service pass that the caller's role allows. */
@GlobalInterceptor
@ApplicationScoped
public class CallGate implements ServerInterceptor {
    private final ServiceSecurity security;

    CallGate(ServiceSecurity security) {
        this.security = security;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return security.admission().interceptCall(call, headers, next);
    }
}
