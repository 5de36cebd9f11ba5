package org.p2psip.routing.service.handover;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.HandOverRequest;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.routing.records.Transfer;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.message.Identifiers;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.StorageRequest;

/**
 * One attempt to bring a range from another site into the own storage. The next batch is asked for when the last one is
 * stored. The peer loop owns it.
 */
final class RangeTransfer implements ClientResponseObserver<HandOverRequest, HandOverBatch>, Transfer {
    /** A replica: the same from wherever it comes. */
    private static final int REPLICA_NUMBER = 1;
    /** Time that storage gets for one write of a batch, milliseconds. */
    private static final int STORE_MS = 10_000;

    private final StorageLink storage;
    private final Counts metrics;
    private final ManagedChannel channel;
    private final Transfer.Outcome outcome;
    private ClientCallStreamObserver<HandOverRequest> call;
    private int storing;
    private String failure;
    private boolean completed;
    private boolean ended;

    /** Who counts what comes. */
    interface Counts {
        void brought(int resources);

        /** The own storage did not want a record of the other site; the others go on. */
        void refused(Error error);
    }

    RangeTransfer(StorageLink storage, Counts metrics, ManagedChannel channel, Transfer.Outcome outcome) {
        this.storage = storage;
        this.metrics = metrics;
        this.channel = channel;
        this.outcome = outcome;
    }

    void begin(Position first, Position last) {
        PeerGrpc.newStub(channel)
                .handOver(
                        HandOverRequest.newBuilder()
                                .setFirst(Identifiers.bytes(first))
                                .setLast(Identifiers.bytes(last))
                                .build(),
                        this);
    }

    @Override
    public void cancel() {
        ended = true;
        channel.shutdownNow();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<HandOverRequest> started) {
        call = started;
        call.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(HandOverBatch batch) {
        if (ended) {
            return;
        }
        if (!BatchChecksum.of(batch.getResourcesList()).equals(batch.getChecksum())) {
            end("a batch of " + batch.getResourcesCount() + " resources does not have its checksum");
            return;
        }
        List<StoreRequest> writes = new ArrayList<>();
        for (ScannedResource resource : batch.getResourcesList()) {
            writes.addAll(ReplicaWrites.of(
                    resource.getResource(), resource.getKindsList(), REPLICA_NUMBER, System.currentTimeMillis()));
        }
        storing = writes.size();
        metrics.brought(batch.getResourcesCount());
        if (storing == 0) {
            stored(batch.getThrough());
        }
        for (StoreRequest write : writes) {
            storage.send(new StorageRequest(StorageOperation.newBuilder().setStore(write), STORE_MS, result -> {
                if (result.hasError()) {
                    refused(result.getError());
                }
                storing--;
                if (storing == 0) {
                    stored(batch.getThrough());
                }
            }));
        }
    }

    private void refused(Error error) {
        boolean transitory = error.getCode() == ErrorCode.ERROR_CODE_UNAVAILABLE
                || error.getCode() == ErrorCode.ERROR_CODE_LIMIT_REACHED
                || error.getCode() == ErrorCode.ERROR_CODE_REQUEST_TIMEOUT;
        if (transitory) {
            failure = "the own storage did not take a record: " + error.getMessage();
        } else {
            metrics.refused(error);
        }
    }

    private void stored(ByteString through) {
        if (ended) {
            return;
        }
        if (failure != null) {
            end(failure);
            return;
        }
        if (!through.isEmpty()) {
            outcome.through(Position.ofBytes(through.toByteArray()));
        }
        if (completed) {
            end(null);
        } else {
            call.request(1);
        }
    }

    @Override
    public void onError(Throwable broken) {
        Status status = Status.fromThrowable(broken);
        end(status.getCode() + (status.getDescription() == null ? "" : ", " + status.getDescription()));
    }

    @Override
    public void onCompleted() {
        completed = true;
        if (storing == 0) {
            end(null);
        }
    }

    private void end(String why) {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            outcome.ended(why);
        }
    }
}
