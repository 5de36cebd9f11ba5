package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.routing.service.Requests;

/** A client that watches: what it is told, in order. */
final class WatchClient implements StreamObserver<WatchEvent>, AutoCloseable {
    private static final long PATIENCE_S = 15;

    private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Status> end = new LinkedBlockingQueue<>();
    private final Context.CancellableContext call = Context.ROOT.withCancellation();

    WatchClient(ManagedChannel channel, String name, int... kinds) {
        WatchRequest.Builder request = WatchRequest.newBuilder().setResource(Requests.named(name));
        for (int kind : kinds) {
            request.addKinds(kind);
        }
        call.run(() -> OverlayGrpc.newStub(channel).watch(request.build(), this));
    }

    /** The next event; fails when none comes. */
    WatchEvent next() throws InterruptedException {
        WatchEvent event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(event).as("an event, or the end: " + end.peek()).isNotNull();
        return event;
    }

    /** Waits until it is told to read again; changes before that are skipped. */
    WatchClient resynced() throws InterruptedException {
        while (!next().getResync()) {
            // a change that came before
        }
        return this;
    }

    /** Forgets what has come. */
    void clear() {
        events.clear();
    }

    /** How the watch was refused; fails when it was not. */
    Status refusal() throws InterruptedException {
        Status status = end.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(status).as("a refusal; events came: " + events).isNotNull();
        return status;
    }

    @Override
    public void onNext(WatchEvent event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        end.add(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.add(Status.OK);
    }

    /** Watches no more. */
    void end() {
        call.cancel(null);
    }

    @Override
    public void close() {
        end();
    }
}
