package org.p2psip.routing.service.handover;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.handover.HandOverMetrics.LostRange;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/**
 * Makes the replicas of all records of this peer's range, when their sites have changed or the range was taken over; and
 * brings records of a range that another site is responsible for now to that site. One that joins fetches them itself; but
 * when two rings grow together, each side has written what is the other's, and nobody else would know. It waits until the
 * ring is quiet; what changes meanwhile begins it anew. On the peer loop.
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
    /** Ranges that other sites are to get; the oldest gives way to one more. */
    private static final int LOST_LIMIT = 16;
    /** A range that another site did not take whole is tried that often. */
    private static final int ATTEMPTS = 5;

    /**
     * A range to be read.
     *
     * @param to who is responsible for it; null for this peer's own, whose replicas are made
     * @param attempts how often it is tried yet
     */
    private record Range(Position first, Position last, PeerInfo to, int attempts) {}

    private final RingPeer ring;
    private final StorageLink storage;
    private final Replication replication;
    private final PeerLoop loop;
    private final HandOverMetrics metrics;
    private final List<Range> lost = new ArrayList<>();
    private RangeScan running;
    private long changes;

    RangeReplication(
            RingPeer ring, StorageLink storage, Replication replication, PeerLoop loop, HandOverMetrics metrics) {
        this.ring = ring;
        this.storage = storage;
        this.replication = replication;
        this.loop = loop;
        this.metrics = metrics;
    }

    /** The sites of the replicas, or the records of the range, have changed. */
    void changed() {
        beginAfter(QUIET_MS);
    }

    /** Another site is responsible for a range from now on. */
    void lost(Position after, Position last, PeerInfo to) {
        if (lost.size() >= LOST_LIMIT) {
            Range oldest = lost.removeFirst();
            metrics.lost(LostRange.DROPPED);
            LOG.warnf("Records of a range are not brought to %s: %d ranges wait", oldest.to(), LOST_LIMIT);
        }
        lost.add(new Range(after.next(), last, to, ATTEMPTS));
        changed();
    }

    /** This peer is out of the ring: who has its range now fetches the records. */
    void left() {
        lost.clear();
        changes++;
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
        if (!lost.isEmpty()) {
            scan(lost.getFirst());
        } else if (!neighbors.replicaSites().isEmpty() && neighbors.predecessor() != null) {
            scan(new Range(
                    neighbors.predecessor().position().next(),
                    ring.core().self().position(),
                    null,
                    ATTEMPTS));
        }
    }

    private void scan(Range range) {
        running = new RangeScan(range);
        storage.scan(
                ScanRequest.newBuilder()
                        .setFirst(Identifiers.bytes(range.first()))
                        .setLast(Identifiers.bytes(range.last()))
                        .setWithTombstones(true)
                        .build(),
                running);
    }

    private void bring(Range range, ScannedResource resource, Consumer<Boolean> done) {
        if (range.to() == null) {
            replication.bring(resource.getResource(), resource.getKindsList(), done);
        } else {
            replication.bring(resource.getResource(), resource.getKindsList(), List.of(range.to()), done);
        }
    }

    /** A lost range is over when all of it was taken, or it was tried often enough. */
    private void over(Range range, long resources, long refused) {
        if (range.to() == null) {
            LOG.infof("The replicas of %d resources are at their sites", resources);
            return;
        }
        lost.remove(range);
        if (refused > 0 && range.attempts() > 1) {
            lost.add(new Range(range.first(), range.last(), range.to(), range.attempts() - 1));
            beginAfter(PAUSE_MS);
            return;
        }
        metrics.lost(refused == 0 ? LostRange.BROUGHT : LostRange.GIVEN_UP);
        LOG.infof("%d resources were brought to %s, %d of them not taken", resources, range.to(), refused);
        begin();
    }

    /** Reads the range, as fast as other sites take it. */
    private final class RangeScan implements ClientResponseObserver<ScanRequest, ScannedResource> {
        private final Range range;
        private ClientCallStreamObserver<ScanRequest> call;
        private long resources;
        private long answered;
        private long refused;
        private boolean read;

        RangeScan(Range range) {
            this.range = range;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(WINDOW);
        }

        @Override
        public void onNext(ScannedResource resource) {
            if (running == this) {
                resources++;
                bring(range, resource, stored -> {
                    if (running == this) {
                        answered++;
                        refused += stored ? 0 : 1;
                        call.request(1);
                        endIfDone();
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
                read = true;
                endIfDone();
            }
        }

        private void endIfDone() {
            if (read && answered == resources) {
                running = null;
                over(range, resources, refused);
            }
        }

        void cancel() {
            if (call != null) {
                call.cancel("the sites of the replicas have changed", null);
            }
        }
    }
}
