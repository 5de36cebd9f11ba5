package org.p2psip.routing.service.handover;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.records.RangeReplicas;
import org.p2psip.routing.records.RangeReplicas.LostRange;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/** Reads ranges of storage and brings their records to other sites, when {@link RangeReplicas} says so. On the peer loop. */
@Singleton
final class RangeReplication implements RangeReplicas.Moves {
    private static final Logger LOG = Logger.getLogger(RangeReplication.class);
    /** Resources on their way. */
    private static final int WINDOW = 16;

    private final StorageLink storage;
    private final Replication replication;
    private final PeerLoop loop;
    private final HandOverMetrics metrics;
    private final RangeReplicas replicas;

    RangeReplication(
            RingPeer ring, StorageLink storage, Replication replication, PeerLoop loop, HandOverMetrics metrics) {
        this.storage = storage;
        this.replication = replication;
        this.loop = loop;
        this.metrics = metrics;
        this.replicas = new RangeReplicas(ring.core(), this);
    }

    RangeReplicas replicas() {
        return replicas;
    }

    @Override
    public RangeReplicas.Reading spread(Part range, PeerInfo to, RangeReplicas.Outcome outcome) {
        RangeScan scan = new RangeScan(to, outcome);
        storage.scan(
                ScanRequest.newBuilder()
                        .setFirst(Identifiers.bytes(range.first()))
                        .setLast(Identifiers.bytes(range.last()))
                        .setWithTombstones(true)
                        .build(),
                scan);
        return scan;
    }

    @Override
    public void later(Runnable task, long delayMs) {
        loop.schedule(task, delayMs);
    }

    @Override
    public void ended(LostRange end, PeerInfo to, long refused) {
        metrics.lost(end);
        LOG.infof("The records of a range that is now that of %s: %s, %d of them not taken", to, end, refused);
    }

    /** Reads the range, as fast as other sites take it. */
    private final class RangeScan
            implements ClientResponseObserver<ScanRequest, ScannedResource>, RangeReplicas.Reading {
        private final PeerInfo to;
        private final RangeReplicas.Outcome outcome;
        private ClientCallStreamObserver<ScanRequest> call;
        private long resources;
        private long answered;
        private long refused;
        private boolean read;
        private boolean ended;

        RangeScan(PeerInfo to, RangeReplicas.Outcome outcome) {
            this.to = to;
            this.outcome = outcome;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(WINDOW);
        }

        @Override
        public void onNext(ScannedResource resource) {
            if (!ended) {
                resources++;
                bring(resource, stored -> {
                    if (!ended) {
                        answered++;
                        refused += stored ? 0 : 1;
                        call.request(1);
                        endIfDone();
                    }
                });
            }
        }

        private void bring(ScannedResource resource, Consumer<Boolean> done) {
            if (to == null) {
                replication.bring(resource.getResource(), resource.getKindsList(), done);
            } else {
                replication.bringHome(resource.getResource(), resource.getKindsList(), done);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!ended) {
                ended = true;
                LOG.debugf(failure, "the replicas of the range are made anew later");
                outcome.broken();
            }
        }

        @Override
        public void onCompleted() {
            if (!ended) {
                read = true;
                endIfDone();
            }
        }

        private void endIfDone() {
            if (read && answered == resources) {
                ended = true;
                LOG.infof("%d resources of a range were brought to %s", resources, to == null ? "their replicas" : to);
                outcome.spread(refused);
            }
        }

        @Override
        public void cancel() {
            ended = true;
            if (call != null) {
                call.cancel("the sites of the replicas have changed", null);
            }
        }
    }
}
