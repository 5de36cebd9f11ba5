package org.p2psip.edge.service.overlay;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.ChannelOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.Occasional;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.tls.GrpcSecurity;

/**
 * The pipelined stream to a routing peer, opened again whenever it breaks: after {@value #FIRST_BACKOFF_MS} ms, then
 * twice as long each time up to {@value #LAST_BACKOFF_MS} ms. Where there are several peers it goes to the first, and
 * after each attempt that failed to the next; it stays where it got until that breaks. gRPC runs on the edge's event
 * loop, so that neither an operation nor its answer changes threads.
 *
 * <p>States: connecting (the first time: operations wait for the connection), up, down (nothing is taken until the next
 * stream is ready).
 */
final class OverlayStream {
    /** What happens on the stream. On the event loop. */
    interface Events {
        void results(ResultBatch batch);

        void up();

        void down(String reason);
    }

    private static final Logger LOG = Logger.getLogger(OverlayStream.class);
    private static final int FIRST_BACKOFF_MS = 100;
    private static final int LAST_BACKOFF_MS = 1_000;
    private static final int MAX_MESSAGE_BYTES = 16 << 20;

    private enum State {
        CONNECTING,
        UP,
        DOWN,
        CLOSED
    }

    private final NativeTransport io;
    private final Events events;
    private final Counts<OverlayCounter> counts;
    private final Occasional complaints = new Occasional(LOG);
    private final List<ManagedChannel> channels;
    private final List<String> targets;
    private final GrpcSecurity security;
    private State state = State.CONNECTING;
    private int backoffMs = FIRST_BACKOFF_MS;
    /** Index of the peer that is asked, or asked next. */
    private int current;

    private Call call;

    OverlayStream(
            NativeTransport io,
            List<String> targets,
            GrpcSecurity security,
            Events events,
            Counts<OverlayCounter> counts) {
        this.security = security;
        this.io = io;
        this.targets = List.copyOf(targets);
        this.events = events;
        this.counts = counts;
        channels = this.targets.stream().map(this::channel).toList();
    }

    private ManagedChannel channel(String target) {
        return security.secure(NettyChannelBuilder.forTarget(target), Role.PEER)
                .eventLoopGroup(io.group())
                .channelType(io.stream())
                .directExecutor()
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, GrpcSecurity.SITE_CONNECT_LIMIT_MS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
    }

    /** Opens the stream. On the loop, like all that follows. */
    void open() {
        if (state == State.CLOSED) {
            return;
        }
        if (security.isOn() && security.own().isEmpty()) {
            retry("the overlay is not connected: this edge has no certificate yet");
            return;
        }
        ManagedChannel channel = channels.get(current);
        channel.resetConnectBackoff(); // gRPC's own would grow to minutes
        call = new Call();
        OverlayGrpc.newStub(channel).pipeline(call);
    }

    /** Whether operations are taken. */
    boolean takes() {
        return state == State.UP || state == State.CONNECTING;
    }

    boolean isUp() {
        return state == State.UP;
    }

    void send(OperationBatch batch) {
        call.requests.onNext(batch);
    }

    /** Gives up a stream that is silent and opens another. */
    void breakOff(String reason) {
        if (call != null) {
            Call silent = call;
            broken(silent, reason);
            silent.requests.cancel(reason, null);
        }
    }

    void close() {
        state = State.CLOSED;
        if (call != null) {
            call.requests.cancel("the edge stops", null);
            call = null;
        }
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private void ready(Call which) {
        if (which != call || state == State.UP || state == State.CLOSED) {
            return;
        }
        LOG.infof("overlay at %s is connected", targets.get(current));
        state = State.UP;
        counts.add(OverlayCounter.STREAMS_OPENED);
        events.up();
    }

    private void broken(Call which, String reason) {
        if (which != call || state == State.CLOSED) {
            return;
        }
        call = null;
        channels.get(current).enterIdle(); // a new connection shows the certificate of then
        String asked = targets.get(current);
        if (state == State.UP) {
            counts.add(OverlayCounter.STREAMS_BROKEN);
            current = 0;
        } else {
            current = (current + 1) % targets.size();
        }
        retry("overlay at " + asked + " is not connected: " + reason);
    }

    private void retry(String reason) {
        state = State.DOWN;
        complaints.warn(() -> reason);
        events.down(reason);
        io.loop().schedule(this::open, backoffMs, TimeUnit.MILLISECONDS);
        backoffMs = Math.min(2 * backoffMs, LAST_BACKOFF_MS);
    }

    /** One attempt. */
    private final class Call implements ClientResponseObserver<OperationBatch, ResultBatch> {
        private ClientCallStreamObserver<OperationBatch> requests;

        @Override
        public void beforeStart(ClientCallStreamObserver<OperationBatch> stream) {
            requests = stream;
            stream.setOnReadyHandler(() -> onLoop(() -> ready(this)));
        }

        @Override
        public void onNext(ResultBatch batch) {
            onLoop(() -> {
                if (this == call) {
                    backoffMs = FIRST_BACKOFF_MS;
                    events.results(batch);
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            onLoop(() -> broken(this, reason(failure)));
        }

        @Override
        public void onCompleted() {
            onLoop(() -> broken(this, "the peer closed the stream"));
        }

        /** gRPC calls on the loop, except where its name resolver fails. */
        private void onLoop(Runnable event) {
            if (io.loop().inEventLoop()) {
                event.run();
            } else {
                io.loop().execute(event);
            }
        }

        private String reason(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            String text = status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
            return status.getCause() == null
                    ? text
                    : text + " (" + status.getCause().getMessage() + ")";
        }
    }
}
