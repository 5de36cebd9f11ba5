package org.p2psip.routing.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.routing.service.Eventually;

/** A client's pipelined stream, with all that came on it. */
final class PipelineClient implements ClientResponseObserver<OperationBatch, ResultBatch> {
    private static final int SENT_LIMIT = 5000;
    private static final long BLOCKED_NS = 500_000_000;

    private final Map<Long, Result> results = new ConcurrentHashMap<>();
    private final List<Long> repeated = new CopyOnWriteArrayList<>();
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    private final boolean reading;
    private ClientCallStreamObserver<OperationBatch> call;
    private int sent;
    private long lastReady;
    private volatile boolean completed;
    private volatile Throwable failure;

    private PipelineClient(boolean reading) {
        this.reading = reading;
    }

    static PipelineClient open(ManagedChannel channel) {
        return open(channel, true);
    }

    /** Opens a stream whose results nobody reads. */
    static PipelineClient openWithoutReading(ManagedChannel channel) {
        return open(channel, false);
    }

    private static PipelineClient open(ManagedChannel channel, boolean reading) {
        PipelineClient client = new PipelineClient(reading);
        OverlayGrpc.newStub(channel).pipeline(client);
        return client;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<OperationBatch> stream) {
        call = stream;
        if (!reading) {
            call.disableAutoRequestWithInitial(0);
        }
    }

    @Override
    public void onNext(ResultBatch batch) {
        batchSizes.add(batch.getResultsCount());
        for (Result result : batch.getResultsList()) {
            if (results.put(result.getId(), result) != null) {
                repeated.add(result.getId());
            }
        }
    }

    @Override
    public void onError(Throwable why) {
        failure = why;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    void send(OperationBatch batch) {
        call.onNext(batch);
    }

    void send(Operation... operations) {
        send(OperationBatch.newBuilder().addAllOperations(List.of(operations)).build());
    }

    Result resultOf(Operation operation) {
        send(operation);
        awaitResult(operation.getId());
        return results.get(operation.getId());
    }

    void awaitResult(long id) {
        Eventually.isTrue("result " + id, () -> failure != null || results.containsKey(id));
        assertThat(failure).isNull();
    }

    void awaitResults(int count) {
        Eventually.isTrue(count + " results", () -> failure != null || results.size() >= count);
        assertThat(failure).isNull();
    }

    long countOf(ErrorCode code) {
        return results.values().stream()
                .filter(result -> result.getError().getCode() == code)
                .count();
    }

    long succeeded() {
        return results.values().stream().filter(result -> !result.hasError()).count();
    }

    List<Integer> batchSizes() {
        return new ArrayList<>(batchSizes);
    }

    List<Long> repeated() {
        return repeated;
    }

    /** Sends a batch as often as the stream takes it; true once it has taken none for a while. */
    boolean isBlockedAfterSending(OperationBatch batch) {
        while (call.isReady() && sent < SENT_LIMIT) {
            call.onNext(batch);
            sent++;
            lastReady = System.nanoTime();
        }
        return !call.isReady() && sent > 0 && System.nanoTime() - lastReady > BLOCKED_NS;
    }

    void halfClose() {
        call.onCompleted();
    }

    void cancel() {
        call.cancel("as the test wants", null);
    }

    boolean isCompleted() {
        return completed;
    }
}
