package org.p2psip.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;

/**
 * The watches of a client: each is a stream to the peer that the client has, and goes on at the next one. On the client's
 * loop.
 */
final class Watches {
    /** Watches of one client. */
    static final int LIMIT = 1_024;

    private static final long RETRY_MS = 1_000;

    private static final Metadata.Key<Error> ERROR =
            Metadata.Key.of("p2psip-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

    private static final Set<Status.Code> FINAL = Set.of(
            Status.Code.INVALID_ARGUMENT,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.UNIMPLEMENTED);

    private final ScheduledExecutorService loop;
    private final Set<Watch> open = new LinkedHashSet<>();
    private PeerLink link;

    Watches(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    /** A watch that is not begun yet; any thread. */
    Watch watch(WatchRequest request, WatchListener listener) {
        return new Watch(request, listener);
    }

    /** There is a peer. */
    void linkUp(PeerLink up) {
        link = up;
        List.copyOf(open).forEach(Watch::begin);
    }

    /** There is none. */
    void linkDown() {
        link = null;
        open.forEach(Watch::leave);
    }

    /** The client is closed. */
    void end() {
        open.forEach(Watch::leave);
        open.clear();
    }

    /** One of them. */
    final class Watch implements Watching {
        private final WatchRequest request;
        private final WatchListener listener;
        private Stream stream;

        private Watch(WatchRequest request, WatchListener listener) {
            this.request = request;
            this.listener = listener;
        }

        /** Counts from now on, and begins as soon as there is a peer. */
        void open() {
            if (open.size() >= LIMIT) {
                listener.refused(OverlayException.of(
                        ErrorCode.ERROR_CODE_LIMIT_REACHED, LIMIT + " watches of this client are open already"));
                return;
            }
            open.add(this);
            begin();
        }

        private void begin() {
            if (link != null && stream == null && open.contains(this)) {
                stream = new Stream(this);
                link.watch(request, stream);
            }
        }

        private void leave() {
            if (stream != null) {
                stream.call.cancel("nobody watches here any more", null);
                stream = null;
            }
        }

        private void ended(Stream which, Throwable failure) {
            if (which != stream) {
                return;
            }
            stream = null;
            Status status = Status.fromThrowable(failure);
            if (FINAL.contains(status.getCode())) {
                open.remove(this);
                Metadata trailers = Status.trailersFromThrowable(failure);
                Error said = trailers == null ? null : trailers.get(ERROR);
                listener.refused(
                        said == null
                                ? OverlayException.of(ErrorCode.ERROR_CODE_UNAVAILABLE, status.toString())
                                : new OverlayException(said));
            } else {
                loop.schedule(this::begin, RETRY_MS, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void close() {
            loop.execute(() -> {
                open.remove(this);
                leave();
            });
        }
    }

    private final class Stream implements ClientResponseObserver<WatchRequest, WatchEvent> {
        private final Watch watch;
        private ClientCallStreamObserver<WatchRequest> call;

        private Stream(Watch watch) {
            this.watch = watch;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
            call = started;
        }

        @Override
        public void onNext(WatchEvent event) {
            loop.execute(() -> {
                if (watch.stream != this) {
                    return;
                }
                if (event.hasChange()) {
                    watch.listener.changed(event.getChange());
                } else {
                    watch.listener.resync();
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            loop.execute(() -> watch.ended(this, failure));
        }

        @Override
        public void onCompleted() {
            onError(Status.UNAVAILABLE
                    .withDescription("the peer has ended the watch")
                    .asException());
        }
    }
}
