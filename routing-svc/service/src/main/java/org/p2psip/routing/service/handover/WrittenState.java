package org.p2psip.routing.service.handover;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.routing.records.Written;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.StorageRequest;

/** What storage has of a resource after a write. Deleted entries are told by a scan only, which costs more than a read. */
final class WrittenState {
    private static final Logger LOG = Logger.getLogger(WrittenState.class);

    private final StorageLink storage;
    private final PeerLoop loop;
    private final Resource resource;
    private final Written write;

    WrittenState(StorageLink storage, PeerLoop loop, Resource resource, Written write) {
        this.storage = storage;
        this.loop = loop;
        this.resource = resource;
        this.write = write;
    }

    /** @param done takes what there is, on the loop; null when storage did not answer */
    void read(Consumer<List<KindState>> done) {
        if (write.deletes()) {
            scan(done);
            return;
        }
        FetchRequest.Builder fetch = FetchRequest.newBuilder().setResource(resource);
        write.kinds()
                .forEach(kind ->
                        fetch.addKinds(KindQuery.newBuilder().setKind(kind).setWithSignatures(true)));
        storage.send(new StorageRequest(
                StorageOperation.newBuilder().setFetch(fetch),
                StorageRequest.DEFAULT_TIMEOUT_MS,
                result ->
                        done.accept(result.hasError() ? null : result.getFetch().getKindsList())));
    }

    private void scan(Consumer<List<KindState>> done) {
        ByteString id = resource.getResourceId();
        ScanRequest request = ScanRequest.newBuilder()
                .setFirst(id)
                .setLast(id)
                .addAllKinds(write.kinds())
                .setWithTombstones(true)
                .build();
        storage.scan(request, new StreamObserver<>() {
            private final List<KindState> kinds = new ArrayList<>();

            @Override
            public void onNext(ScannedResource scanned) {
                kinds.addAll(scanned.getKindsList());
            }

            @Override
            public void onError(Throwable failure) {
                LOG.debugf(failure, "the record %s was not read for its replicas", resource.getName());
                loop.execute(() -> done.accept(null));
            }

            @Override
            public void onCompleted() {
                loop.execute(() -> done.accept(kinds));
            }
        });
    }
}
