package org.p2psip.routing.service.handover;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.records.RangeParts;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/**
 * Gives the records of a range to a peer of another site, part after part. The next record is asked of storage only when
 * the peer takes it, so nothing gathers here. The peer loop owns it.
 */
final class HandOverStream {
    /** Resources of one batch, as the contract allows. */
    private static final int BATCH_LIMIT = 256;
    /** Encoded bytes after which a batch is full, so that none comes near what a peer takes. */
    private static final int BATCH_BYTES_LIMIT = 1 << 20;

    private final ServerCallStreamObserver<HandOverBatch> client;
    private final PeerLoop loop;
    private final StorageLink storage;
    private final RangeParts parts;
    private final Runnable onEnd;
    private final List<ScannedResource> batch = new ArrayList<>();
    private long batchBytes;
    private PartScan scan;
    private boolean ended;

    /** @param onEnd told once, when it is over in whatever way */
    HandOverStream(
            ServerCallStreamObserver<HandOverBatch> client,
            PeerLoop loop,
            StorageLink storage,
            RangeParts parts,
            Runnable onEnd) {
        this.client = client;
        this.loop = loop;
        this.storage = storage;
        this.parts = parts;
        this.onEnd = onEnd;
    }

    void begin() {
        nextPart();
    }

    /** The peer may be ready for more. */
    void ready() {
        if (!ended && scan != null) {
            scan.readOn();
        }
    }

    /** The peer left. */
    void cancel() {
        if (!ended) {
            end();
            if (scan != null && scan.call != null) {
                scan.call.cancel("the peer left", null);
            }
        }
    }

    private void end() {
        ended = true;
        onEnd.run();
    }

    private void nextPart() {
        if (!parts.hasNext()) {
            end();
            client.onCompleted();
            return;
        }
        Part part = parts.next();
        scan = new PartScan(part);
        storage.scan(
                ScanRequest.newBuilder()
                        .setFirst(Identifiers.bytes(part.first()))
                        .setLast(Identifiers.bytes(part.last()))
                        .setWithTombstones(true)
                        .build(),
                scan);
    }

    private void flush(ByteString through) {
        client.onNext(HandOverBatch.newBuilder()
                .addAllResources(batch)
                .setChecksum(BatchChecksum.of(batch))
                .setThrough(through)
                .build());
        batch.clear();
        batchBytes = 0;
    }

    /** Reads one part; all calls are on the loop, where the connection to storage is. */
    private final class PartScan implements ClientResponseObserver<ScanRequest, ScannedResource> {
        private final Part part;
        private ClientCallStreamObserver<ScanRequest> call;
        private boolean owesRequest;

        PartScan(Part part) {
            this.part = part;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(ScannedResource resource) {
            if (ended) {
                return;
            }
            int size = resource.getSerializedSize();
            if (batch.size() == BATCH_LIMIT || batchBytes + size > BATCH_BYTES_LIMIT && !batch.isEmpty()) {
                flush(ByteString.EMPTY);
            }
            batch.add(resource);
            batchBytes += size;
            owesRequest = true;
            readOn();
        }

        void readOn() {
            if (owesRequest && client.isReady()) {
                owesRequest = false;
                call.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!ended) {
                end();
                Status status = Status.fromThrowable(failure);
                client.onError(Errors.toStatus(Errors.of(
                        ErrorCode.ERROR_CODE_UNAVAILABLE,
                        "storage could not read the range (" + status.getCode() + ", " + status.getDescription()
                                + "); ask again from behind the last part")));
            }
        }

        @Override
        public void onCompleted() {
            if (!ended) {
                flush(Identifiers.bytes(part.last()));
                loop.execute(() -> {
                    if (!ended) {
                        nextPart();
                    }
                });
            }
        }
    }
}
