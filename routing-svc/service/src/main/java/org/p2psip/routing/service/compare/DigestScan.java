package org.p2psip.routing.service.compare;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.BiConsumer;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.records.PartDigests;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/** Reads the digests of a range from the own storage, not faster than a bounded rate. On the peer loop. */
final class DigestScan implements ClientResponseObserver<ScanRequest, ScannedResource> {
    /** Resources that are read at once; the pause after them makes at most some 25 000 a second. */
    private static final int WINDOW = 256;

    private static final long PAUSE_MS = 10;

    private final PeerLoop loop;
    private final PartDigests digests;
    private final BiConsumer<PartDigests, String> done;
    private ClientCallStreamObserver<ScanRequest> call;
    private int left = WINDOW;

    private DigestScan(PeerLoop loop, PartDigests digests, BiConsumer<PartDigests, String> done) {
        this.loop = loop;
        this.digests = digests;
        this.done = done;
    }

    /** @param done told once: the digests, or why there are none */
    static void of(
            StorageLink storage, PeerLoop loop, Position first, Position last, BiConsumer<PartDigests, String> done) {
        storage.scan(
                ScanRequest.newBuilder()
                        .setFirst(Identifiers.bytes(first))
                        .setLast(Identifiers.bytes(last))
                        .setWithTombstones(true)
                        .setDigestsOnly(true)
                        .build(),
                new DigestScan(loop, new PartDigests(first, last), done));
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
        call = started;
        call.disableAutoRequestWithInitial(WINDOW);
    }

    @Override
    public void onNext(ScannedResource resource) {
        byte[] id = resource.getResource().getResourceId().toByteArray();
        digests.add(Position.ofBytes(id), resource.getDigest().toByteArray());
        left--;
        if (left == 0) {
            left = WINDOW;
            loop.schedule(() -> call.request(WINDOW), PAUSE_MS);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        done.accept(null, "storage could not read the range: " + status.getCode() + ", " + status.getDescription());
    }

    @Override
    public void onCompleted() {
        done.accept(digests, null);
    }
}
