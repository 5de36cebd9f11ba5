package org.p2psip.routing.service.handover;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.NeighborTable;

/**
 * Makes the replicas of all records of this peer's range, when their sites have changed or the range was taken over. It
 * waits until the ring is quiet; what changes meanwhile begins it anew. On the peer loop.
 */
@Singleton
final class RangeReplication {
    private static final Logger LOG = Logger.getLogger(RangeReplication.class);
    /** Time without a change before it begins, milliseconds. */
    private static final long QUIET_MS = 2_000;
    /** Before it begins anew after storage broke it off. */
    private static final long PAUSE_MS = 5_000;
    /** Resources on their way. */
    private static final int WINDOW = 16;

    private final RingPeer ring;
    private final StorageLink storage;
    private final Replication replication;
    private final PeerLoop loop;
    private RangeScan running;
    private long changes;

    RangeReplication(RingPeer ring, StorageLink storage, Replication replication, PeerLoop loop) {
        this.ring = ring;
        this.storage = storage;
        this.replication = replication;
        this.loop = loop;
    }

    /** The sites of the replicas, or the records of the range, have changed. */
    void changed() {
        beginAfter(QUIET_MS);
    }

    private void beginAfter(long delayMs) {
        long change = ++changes;
        loop.schedule(
                () -> {
                    if (change == changes) {
                        begin();
                    }
                },
                delayMs);
    }

    private void begin() {
        NeighborTable neighbors = ring.core().table().neighbors();
        if (running != null) {
            running.cancel();
            running = null;
        }
        if (neighbors.replicaSites().isEmpty() || neighbors.predecessor() == null) {
            return;
        }
        Position first = neighbors.predecessor().position().next();
        Position last = ring.core().self().position();
        running = new RangeScan();
        storage.scan(
                ScanRequest.newBuilder()
                        .setFirst(Identifiers.bytes(first))
                        .setLast(Identifiers.bytes(last))
                        .setWithTombstones(true)
                        .build(),
                running);
    }

    /** Reads the range, as fast as other sites take it. */
    private final class RangeScan implements ClientResponseObserver<ScanRequest, ScannedResource> {
        private ClientCallStreamObserver<ScanRequest> call;
        private long resources;

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(WINDOW);
        }

        @Override
        public void onNext(ScannedResource resource) {
            if (running == this) {
                resources++;
                replication.bring(resource.getResource(), resource.getKindsList(), stored -> {
                    if (running == this) {
                        call.request(1);
                    }
                });
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (running == this) {
                running = null;
                LOG.debugf(failure, "the replicas of the range are made anew later");
                beginAfter(PAUSE_MS);
            }
        }

        @Override
        public void onCompleted() {
            if (running == this) {
                running = null;
                LOG.infof("The replicas of %d resources are at their sites", resources);
            }
        }

        void cancel() {
            if (call != null) {
                call.cancel("the sites of the replicas have changed", null);
            }
        }
    }
}
