package org.p2psip.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import org.p2psip.proto.v1.DeliveryAnswer;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.routing.table.PeerInfo;

/**
 * The pipelined stream to one peer; opened once, and done with when it breaks. All on the client's loop.
 *
 * <p>Connecting → up → down; or connecting → down.
 */
final class PeerLink {
    /** What happens on it. */
    interface Events {
        /** The first time that the stream takes messages. */
        void up(PeerLink link);

        void results(PeerLink link, ResultBatch batch);

        /** Nothing more comes. */
        void down(PeerLink link, String reason);
    }

    private enum State {
        CONNECTING,
        UP,
        DOWN
    }

    private final PeerInfo peer;
    private final ManagedChannel channel;
    private final Executor loop;
    private final Events events;
    private State state = State.CONNECTING;
    private ClientCallStreamObserver<OperationBatch> requests;

    PeerLink(PeerInfo peer, ManagedChannel channel, Executor loop, Events events) {
        this.peer = peer;
        this.channel = channel;
        this.loop = loop;
        this.events = events;
    }

    void open() {
        OverlayGrpc.newStub(channel).pipeline(new ClientResponseObserver<OperationBatch, ResultBatch>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<OperationBatch> stream) {
                requests = stream;
                stream.setOnReadyHandler(() -> loop.execute(PeerLink.this::ready));
            }

            @Override
            public void onNext(ResultBatch batch) {
                loop.execute(() -> {
                    if (state != State.DOWN) {
                        ready(); // who answers is there, whatever gRPC says of the stream
                        events.results(PeerLink.this, batch);
                    }
                });
            }

            @Override
            public void onError(Throwable failure) {
                loop.execute(() -> end(reason(failure)));
            }

            @Override
            public void onCompleted() {
                loop.execute(() -> end("the peer has closed the stream"));
            }
        });
    }

    private void ready() {
        if (state == State.CONNECTING) {
            state = State.UP;
            events.up(this);
        }
    }

    private void end(String reason) {
        if (state != State.DOWN) {
            state = State.DOWN;
            channel.shutdownNow();
            events.down(this, reason);
        }
    }

    private static String reason(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String said = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        return status.getCause() == null
                ? said
                : said + ": " + status.getCause().getMessage();
    }

    void send(OperationBatch batch) {
        requests.onNext(batch);
    }

    /** Answers a message that came over it; a link that is down answers none. */
    void answer(DeliveryAnswer answer) {
        if (state != State.DOWN) {
            requests.onNext(OperationBatch.newBuilder().addAnswers(answer).build());
        }
    }

    /** Opens a watch at the peer; what comes is told to the observer on threads of gRPC. */
    void watch(WatchRequest request, StreamObserver<WatchEvent> observer) {
        OverlayGrpc.newStub(channel).watch(request, observer);
    }

    boolean isUp() {
        return state == State.UP;
    }

    PeerInfo peer() {
        return peer;
    }

    /** Gives it up; {@code down} is told. */
    void breakOff(String reason) {
        if (state != State.DOWN) {
            requests.cancel(reason, null);
            end(reason);
        }
    }
}
