package org.p2psip.routing.service.overlay;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.Result;
import org.p2psip.routing.service.operation.ClientOperations;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.operation.Plan;
import org.p2psip.routing.service.operation.Requesters;
import org.p2psip.routing.service.remote.NodeMessages;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageRequest;

/**
 * One unary call: an operation, and the response that its result holds.
 *
 * @param client who waits
 * @param responseOf takes the response out of a result that has no error
 */
record UnaryCall<T>(ServerCallStreamObserver<T> client, Function<Result, T> responseOf) {
    static <T> UnaryCall<T> of(StreamObserver<T> client, Function<Result, T> responseOf) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) client;
        // Without a handler an answer to a client that left would throw.
        call.setOnCancelHandler(() -> {});
        return new UnaryCall<>(call, responseOf);
    }

    /** Milliseconds that the caller will wait, from its gRPC deadline, within what an operation may have. */
    static int timeoutMs() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? StorageRequest.DEFAULT_TIMEOUT_MS
                : Math.clamp(deadline.timeRemaining(TimeUnit.MILLISECONDS), 1, StorageRequest.TIMEOUT_LIMIT_MS);
    }

    void run(
            Operation operation,
            ClientOperations operations,
            OverlayRecords records,
            NodeMessages messages,
            PeerLoop loop) {
        switch (operations.plan(operation, Requesters.current())) {
            case Plan.Answer(Result result) -> answer(result);
            case Plan.AskStorage ask ->
                loop.execute(() -> records.send(new StorageRequest(
                        ask.operation(), ask.timeoutMs(), answer -> answer(operations.result(ask, answer)))));
            case Plan.AskNode ask ->
                loop.execute(() -> messages.send(
                        ask.target(),
                        ask.message(),
                        ask.timeoutMs(),
                        outcome -> answer(operations.sent(ask, outcome))));
            case Plan.Announce announce ->
                throw new IllegalArgumentException("only a stream announces " + announce.application());
        }
    }

    private void answer(Result result) {
        if (client.isCancelled()) {
            return;
        }
        if (result.hasError()) {
            client.onError(Errors.toStatus(result.getError()));
        } else {
            client.onNext(responseOf.apply(result));
            client.onCompleted();
        }
    }
}
