package org.p2psip.edge.service.admin;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.p2psip.edge.service.EdgeProcess;

/** Answers a call with what the event loop says, which alone may touch the core. */
final class LoopCall {
    private LoopCall() {}

    /**
     * @param question asked on the loop; a StatusRuntimeException of it is the call's refusal
     */
    static <T> void on(EdgeProcess edge, StreamObserver<T> client, Supplier<T> question) {
        try {
            edge.eventLoop().execute(() -> answer(edge, client, question));
        } catch (RejectedExecutionException stopped) {
            client.onError(Status.UNAVAILABLE
                    .withDescription("the edge has stopped")
                    .withCause(stopped)
                    .asRuntimeException());
        }
    }

    private static <T> void answer(EdgeProcess edge, StreamObserver<T> client, Supplier<T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (StatusRuntimeException refused) {
            client.onError(refused);
            return;
        } catch (RuntimeException bug) { // the caller has to be answered, and the loop must go on
            edge.loop().failed("a call of an operator", bug);
            client.onError(Status.INTERNAL
                    .withDescription("the edge failed on it: " + bug)
                    .withCause(bug)
                    .asRuntimeException());
            return;
        }
        client.onNext(answer);
        client.onCompleted();
    }
}
