package org.p2psip.tls.call;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.Standing;
import org.p2psip.tls.TlsCount;
import org.p2psip.tls.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a call pass when the caller's role allows it, and tells what serves it who that is ({@link Caller#current()}). Calls
 * that last are ended when the caller's certificate stops to be good.
 */
public final class CallAdmission {
    private static final Logger LOG = LoggerFactory.getLogger(CallAdmission.class);

    private final GrpcSecurity security;
    private final CallRoles table;
    private final Set<AdmittedCall<?, ?>> open = ConcurrentHashMap.newKeySet();

    public CallAdmission(GrpcSecurity security, CallRoles table) {
        this.security = security;
        this.table = table;
    }

    /** Whether anybody without a certificate may call anything but health. */
    public boolean admitsStrangers() {
        return table.hasCallsForEverybody();
    }

    /** As of {@code ServerInterceptor}; no bean of that kind, as Quarkus would take it for one. */
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!security.isOn()) {
            return Contexts.interceptCall(
                    Context.current().withValue(Caller.Current.KEY, Caller.UNSECURED), call, headers, next);
        }
        String method = call.getMethodDescriptor().getFullMethodName();
        Optional<X509Certificate> certificate = certificate(call);
        Caller caller = Caller.STRANGER;
        if (certificate.isPresent()) {
            switch (security.check(certificate.get())) {
                case Standing.Good good -> caller = new Caller.Member(certificate.get(), good.identity());
                case Standing.Refused(String reason) -> {
                    return refuse(
                            call,
                            Status.UNAUTHENTICATED,
                            "the " + Trust.describe(certificate.get()) + " is not good any more: " + reason);
                }
            }
        }
        Optional<String> refusal = table.refusal(method, caller);
        if (refusal.isPresent()) {
            Status status = certificate.isPresent() ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED;
            return refuse(call, status, refusal.get());
        }
        Context context = Context.current().withValue(Caller.Current.KEY, caller);
        if (call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.UNARY || certificate.isEmpty()) {
            return Contexts.interceptCall(context, call, headers, next);
        }
        AdmittedCall<Q, R> lasting = new AdmittedCall<>(call, certificate.get(), open::remove);
        open.add(lasting);
        return lasting.listen(Contexts.interceptCall(context, lasting, headers, next));
    }

    /** Ends lasting calls of those whose certificate is not good any more: after each change of what is trusted. */
    public void sweep() {
        for (AdmittedCall<?, ?> call : open) {
            if (security.check(call.certificate()) instanceof Standing.Refused(String reason)) {
                security.counts().add(TlsCount.CALLS_ENDED);
                String message = "the " + Trust.describe(call.certificate()) + " is not good any more: " + reason;
                LOG.warn("A call is ended: {}", message);
                call.end(Status.UNAUTHENTICATED.withDescription(message));
            }
        }
    }

    private <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status, String why) {
        security.counts().add(TlsCount.CALLS_REFUSED);
        LOG.warn("A call from {} is refused: {}", call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), why);
        call.close(status.withDescription(why), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static Optional<X509Certificate> certificate(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
