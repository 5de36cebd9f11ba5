package org.p2psip.storage.service.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.StorageBatch;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;

/**
 * One pipelined stream. Operations run at once. Results gather for a short time while others of the stream still run,
 * and leave in one message: a message costs as much as a write. What nothing else runs beside leaves at once. The next
 * batch is asked for while what is unanswered, or not taken by a slow client, is below a bound.
 */
final class PipelineCall implements StreamObserver<StorageBatch> {
    private static final Logger LOG = Logger.getLogger(PipelineCall.class);
    /** Most operations in a batch, by the contract. */
    private static final int MAX_BATCH = 256;
    /** Results that leave in one message at most. */
    private static final int MAX_RESULTS = 64;

    /** Where a stream's messages are sent from: one task at a time. */
    interface Sender {
        void soon(Runnable task);

        /** After the time that results gather. */
        void later(Runnable task);

        /** A message left. */
        void sent();
    }

    private final ServerCallStreamObserver<StorageResults> client;
    private final BiConsumer<PipelineCall, StorageOperation> run;
    private final Sender sender;
    private final int pauseAt;
    private final Queue<StorageResult> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final AtomicBoolean gathering = new AtomicBoolean();
    /** Operations that came and have no result yet. */
    private final AtomicInteger running = new AtomicInteger();
    /** Operations that came and whose result has not left. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile boolean lastBatchCame;
    private volatile boolean ended;

    /**
     * @param run starts an operation, which ends in {@link #answer}
     */
    PipelineCall(
            ServerCallStreamObserver<StorageResults> client,
            BiConsumer<PipelineCall, StorageOperation> run,
            Sender sender,
            OperationLimits limits) {
        this.client = client;
        this.run = run;
        this.sender = sender;
        // Beyond the limit each operation is answered LIMIT_REACHED, until the client does not take even these.
        this.pauseAt = 2 * limits.perStream();
    }

    void start() {
        client.disableAutoRequest();
        client.setOnReadyHandler(this::flushSoon);
        client.setOnCancelHandler(ready::clear);
        client.request(1);
    }

    /** Operations that came and whose result has not left, that of the caller included. */
    int unanswered() {
        return unanswered.get();
    }

    @Override
    public void onNext(StorageBatch batch) {
        int operations = batch.getOperationsCount();
        if (operations > MAX_BATCH) {
            ended = true;
            client.onError(Status.INVALID_ARGUMENT
                    .withDescription("A batch has " + operations + " operations; the limit is " + MAX_BATCH)
                    .asRuntimeException());
            return;
        }
        running.addAndGet(operations);
        for (StorageOperation operation : batch.getOperationsList()) {
            unanswered.incrementAndGet();
            run.accept(this, operation);
        }
        if (unanswered.get() < pauseAt) {
            client.request(1);
        } else {
            paused.set(true);
            flushSoon();
        }
    }

    /** An operation ended. From any thread. */
    void answer(StorageResult result) {
        ready.add(result);
        int left = running.decrementAndGet();
        if (left == 0 || unanswered.get() - left >= MAX_RESULTS) {
            flushSoon();
        } else if (!flushing.get() && gathering.compareAndSet(false, true)) {
            sender.later(this::flushGathered);
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debugf("A client left its stream: %s", cause.getMessage());
        ready.clear();
    }

    @Override
    public void onCompleted() {
        lastBatchCame = true;
        flushSoon();
    }

    private void flushSoon() {
        if (flushing.compareAndSet(false, true)) {
            sender.soon(this::flush);
        }
    }

    private void flushGathered() {
        gathering.set(false);
        flush();
    }

    private void flush() {
        flushing.set(false);
        while (!ended && !client.isCancelled() && client.isReady() && !ready.isEmpty()) {
            StorageResults.Builder results = StorageResults.newBuilder();
            for (StorageResult result = ready.poll(); result != null; result = ready.poll()) {
                results.addResults(result);
                if (results.getResultsCount() == MAX_RESULTS) {
                    break;
                }
            }
            client.onNext(results.build());
            sender.sent();
            unanswered.addAndGet(-results.getResultsCount());
        }
        if (unanswered.get() < pauseAt && paused.compareAndSet(true, false)) {
            client.request(1);
        }
        if (lastBatchCame && unanswered.get() == 0 && !ended && !client.isCancelled()) {
            ended = true;
            client.onCompleted();
        }
    }
}
