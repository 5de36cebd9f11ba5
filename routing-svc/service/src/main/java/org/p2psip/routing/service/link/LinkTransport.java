package org.p2psip.routing.service.link;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the link's service what connection a call came on. */
@ApplicationScoped
public class LinkTransport implements ServerInterceptor {
    private static final Context.Key<Attributes> TRANSPORT = Context.key("p2psip-link-transport");

    /** The connection of the current call; null outside of one. */
    static Attributes current() {
        return TRANSPORT.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return Contexts.interceptCall(
                Context.current().withValue(TRANSPORT, call.getAttributes()), call, headers, next);
    }
}
