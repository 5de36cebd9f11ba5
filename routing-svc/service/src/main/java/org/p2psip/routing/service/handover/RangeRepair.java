package org.p2psip.routing.service.handover;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.records.Transfer;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/**
 * Makes a range the same at this site and at those of its replicas: takes what another site has of it, of which what is
 * newer stays, then brings what there is to the sites of the replicas, which do the same. On the peer loop.
 */
@Singleton
public final class RangeRepair {
    private static final Logger LOG = Logger.getLogger(RangeRepair.class);
    /** Resources on their way to other sites. */
    private static final int WINDOW = 16;

    private final StorageLink storage;
    private final Replication replication;
    private final LinkChannels channels;
    private final Counter taken;
    private final Counter brought;
    private final Counter refused;

    RangeRepair(StorageLink storage, Replication replication, LinkChannels channels, MeterRegistry registry) {
        this.storage = storage;
        this.replication = replication;
        this.channels = channels;
        String name = "p2psip.ring.repaired.resources";
        this.taken = registry.counter(name, "result", "taken");
        this.brought = registry.counter(name, "result", "brought");
        this.refused = registry.counter(name, "result", "refused");
    }

    /** @param done told once: why it failed, or null */
    public void repair(PeerInfo peer, Part range, Consumer<String> done) {
        RangeTransfer.Counts counts = new RangeTransfer.Counts() {
            @Override
            public void brought(int resources) {
                taken.increment(resources);
            }

            @Override
            public void refused(Error error) {
                refused.increment();
                LOG.warnf("A record of another site was refused: %s", error.getMessage());
            }
        };
        new RangeTransfer(storage, counts, channels.to(peer.address()), new Transfer.Outcome() {
                    @Override
                    public void through(Position position) {
                        // A range that is repaired in part is compared again as a whole.
                    }

                    @Override
                    public void ended(String failure) {
                        if (failure == null) {
                            bring(range, done);
                        } else {
                            done.accept(failure);
                        }
                    }
                })
                .begin(range.first(), range.last());
    }

    private void bring(Part range, Consumer<String> done) {
        storage.scan(
                ScanRequest.newBuilder()
                        .setFirst(Identifiers.bytes(range.first()))
                        .setLast(Identifiers.bytes(range.last()))
                        .setWithTombstones(true)
                        .build(),
                new Bringing(done));
    }

    /** Reads the range, as fast as other sites take it. */
    private final class Bringing implements ClientResponseObserver<ScanRequest, ScannedResource> {
        private final Consumer<String> done;
        private ClientCallStreamObserver<ScanRequest> call;
        private int underWay = 1;
        private int failed;

        private Bringing(Consumer<String> done) {
            this.done = done;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(WINDOW);
        }

        @Override
        public void onNext(ScannedResource resource) {
            underWay++;
            replication.bring(resource.getResource(), resource.getKindsList(), stored -> {
                (stored ? brought : refused).increment();
                failed += stored ? 0 : 1;
                call.request(1);
                oneLess();
            });
        }

        @Override
        public void onError(Throwable failure) {
            failed++;
            LOG.debugf("Storage could not read a range that is repaired: %s", Status.fromThrowable(failure));
            oneLess();
        }

        @Override
        public void onCompleted() {
            oneLess();
        }

        private void oneLess() {
            underWay--;
            if (underWay == 0) {
                done.accept(failed == 0 ? null : failed + " resources were not taken");
            }
        }
    }
}
