package org.p2psip.routing.service.watch;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.PeerWatchRequest;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.watch.WatchMetrics.Happening;
import org.p2psip.routing.table.PeerInfo;

/**
 * Brings a watch the changes of another site: finds who is responsible, and watches there. When that peer is lost it is
 * looked for again, for as long as the watch lasts; a new stream begins with a resync, so nothing is missed without a word.
 * On the peer loop.
 *
 * <p>Searching → watching → pausing → searching; closed from everywhere.
 */
final class RemoteWatch {
    private static final Logger LOG = Logger.getLogger(RemoteWatch.class);
    /** Until the responsible peer is looked for again, milliseconds. */
    private static final long PAUSE_MS = 1_000;

    private final Watcher watcher;
    private final OverlayRecords records;
    private final RemoteChannels channels;
    private final PeerLoop loop;
    private final WatchMetrics metrics;
    private final Consumer<Watcher> onEnd;
    private Stream stream;
    private boolean closed;

    RemoteWatch(
            Watcher watcher,
            OverlayRecords records,
            RemoteChannels channels,
            PeerLoop loop,
            WatchMetrics metrics,
            Consumer<Watcher> onEnd) {
        this.watcher = watcher;
        this.records = records;
        this.channels = channels;
        this.loop = loop;
        this.metrics = metrics;
        this.onEnd = onEnd;
    }

    void begin() {
        if (!closed) {
            records.findResponsible(watcher.resource(), found -> {
                if (closed) {
                    return;
                }
                if (found.isEmpty() || records.isServedHere(watcher.resource())) {
                    loop.schedule(this::begin, PAUSE_MS);
                } else {
                    watchAt(found.get());
                }
            });
        }
    }

    private void watchAt(PeerInfo peer) {
        if (peer.address().isEmpty()) {
            watcher.end(Errors.of(
                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                    "peer " + peer.id() + ", which is responsible, can only dial out: watch through a peer of site "
                            + peer.site()));
            onEnd.accept(watcher);
            return;
        }
        stream = new Stream(peer.address());
        PeerGrpc.newStub(channels.use(peer.address()))
                .watch(
                        PeerWatchRequest.newBuilder()
                                .setResourceId(
                                        ByteString.copyFrom(watcher.resource().toBytes()))
                                .addAllKinds(watcher.kinds())
                                .build(),
                        stream);
    }

    /** Ends it; nobody is told. */
    void close() {
        closed = true;
        if (stream != null) {
            stream.cancel();
        }
    }

    private final class Stream implements ClientResponseObserver<PeerWatchRequest, WatchEvent> {
        private final String address;
        private ClientCallStreamObserver<PeerWatchRequest> call;
        private boolean ended;

        private Stream(String address) {
            this.address = address;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<PeerWatchRequest> started) {
            call = started;
        }

        @Override
        public void onNext(WatchEvent event) {
            if (ended) {
                return;
            }
            if (event.hasChange()) {
                watcher.changed(event.getChange());
            } else {
                watcher.resync();
            }
        }

        @Override
        public void onError(Throwable failure) {
            end(Status.fromThrowable(failure).toString());
        }

        @Override
        public void onCompleted() {
            end("the peer has ended the watch");
        }

        private void end(String why) {
            if (!ended) {
                ended = true;
                channels.giveBack(address);
                metrics.count(Happening.REMOTE_LOST);
                LOG.debugf("The watch of %s at %s ended: %s", watcher.resource(), address, why);
                stream = null;
                loop.schedule(RemoteWatch.this::begin, PAUSE_MS);
            }
        }

        private void cancel() {
            if (!ended) {
                ended = true;
                call.cancel("nobody watches any more", null);
                channels.giveBack(address);
            }
        }
    }
}
