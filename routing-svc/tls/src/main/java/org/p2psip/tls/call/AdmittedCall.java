package org.p2psip.tls.call;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;

/**
 * A call that lasts, and that can be ended from outside of what serves it. To that the end looks like a caller who hangs
 * up: what it sends afterwards goes nowhere.
 */
final class AdmittedCall<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
    private final X509Certificate certificate;
    private final Consumer<AdmittedCall<?, ?>> onOver;
    private volatile ServerCall.Listener<Q> listener;
    private boolean closed;
    private volatile boolean ended;

    AdmittedCall(ServerCall<Q, R> call, X509Certificate certificate, Consumer<AdmittedCall<?, ?>> onOver) {
        super(call);
        this.certificate = certificate;
        this.onOver = onOver;
    }

    /** What the caller showed. */
    X509Certificate certificate() {
        return certificate;
    }

    ServerCall.Listener<Q> listen(ServerCall.Listener<Q> served) {
        listener = served;
        return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(served) {
            @Override
            public void onMessage(Q message) {
                if (!ended) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!ended) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onCancel() {
                onOver.accept(AdmittedCall.this);
                if (!ended) {
                    super.onCancel();
                }
            }

            @Override
            public void onComplete() {
                onOver.accept(AdmittedCall.this);
                if (!ended) {
                    super.onComplete();
                }
            }
        };
    }

    /** Ends it. Any thread. */
    void end(Status status) {
        synchronized (this) {
            if (closed || listener == null) {
                return;
            }
            closed = true;
            ended = true;
            super.close(status, new Metadata());
        }
        onOver.accept(this);
        listener.onCancel();
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(R message) {
        if (!closed) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            super.close(status, trailers);
        }
    }

    @Override
    public boolean isCancelled() {
        return ended || super.isCancelled();
    }
}
