package org.p2psip.storage.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.StorageBatch;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;

class PipelineCallTest {
    private static final int LIMIT = 100;

    private final Client client = new Client();
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final Deque<Runnable> timer = new ArrayDeque<>();
    private int sent;
    private final List<Long> running = new ArrayList<>();
    private final PipelineCall call = new PipelineCall(
            client,
            (same, operation) -> running.add(operation.getId()),
            new Sender(),
            new OperationLimits(LIMIT, LIMIT));

    @BeforeEach
    void start() {
        call.start();
    }

    @Test
    void resultsThatAreReadyTogetherLeaveTogether() {
        call.onNext(batch(0, 100));
        answer(0, 70);
        turn();

        assertThat(client.messages).hasSize(2);
        assertThat(client.messages.getFirst().getResultsCount()).isEqualTo(64);
        assertThat(client.messages.getLast().getResultsCount()).isEqualTo(6);
    }

    @Test
    void aResultWaitsForOthersThatStillRun() {
        call.onNext(batch(0, 10));
        answer(0, 1);
        turn();
        answer(1, 1);
        turn();
        assertThat(client.messages).isEmpty();
        assertThat(timer).hasSize(1);

        timer.poll().run();
        assertThat(client.messages).hasSize(1);
        assertThat(client.results()).isEqualTo(2);
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void theLastResultDoesNotWait() {
        call.onNext(batch(0, 3));
        answer(0, 3);
        turn();
        assertThat(client.messages).hasSize(1);
        assertThat(client.results()).isEqualTo(3);

        timer.poll().run();
        assertThat(client.messages).hasSize(1);
    }

    @Test
    void aFullMessageDoesNotWait() {
        call.onNext(batch(0, 100));
        answer(0, 63);
        turn();
        assertThat(client.messages).isEmpty();

        answer(63, 1);
        turn();
        assertThat(client.results()).isEqualTo(64);
    }

    @Test
    void aClientThatDoesNotReadIsNotAskedForMore() {
        client.ready = false;
        call.onNext(batch(0, 199));
        assertThat(client.requested).isEqualTo(2);
        call.onNext(batch(199, 1));
        answer(0, 200);
        turn();
        assertThat(client.requested).isEqualTo(2);
        assertThat(client.messages).isEmpty();

        client.ready = true;
        client.onReady.run();
        turn();
        assertThat(client.requested).isEqualTo(3);
        assertThat(client.results()).isEqualTo(200);
    }

    @Test
    void theStreamEndsWhenAllIsAnswered() {
        call.onNext(batch(0, 2));
        call.onCompleted();
        answer(0, 1);
        turn();
        assertThat(client.results()).isEqualTo(1);
        assertThat(client.completed).isFalse();

        answer(1, 1);
        turn();
        assertThat(client.completed).isTrue();
    }

    @Test
    void anOversizedBatchEndsTheStream() {
        call.onNext(batch(0, 257));

        assertThat(Status.fromThrowable(client.error).getDescription()).contains("257", "256");
        assertThat(running).isEmpty();
    }

    private void answer(int first, int count) {
        for (int i = first; i < first + count; i++) {
            call.answer(StorageResult.newBuilder().setId(i).build());
        }
    }

    private void turn() {
        while (!loop.isEmpty()) {
            loop.poll().run();
        }
    }

    private static StorageBatch batch(int first, int count) {
        StorageBatch.Builder batch = StorageBatch.newBuilder();
        for (int i = first; i < first + count; i++) {
            batch.addOperations(StorageOperation.newBuilder().setId(i));
        }
        return batch.build();
    }

    private final class Sender implements PipelineCall.Sender {
        @Override
        public void soon(Runnable task) {
            loop.add(task);
        }

        @Override
        public void later(Runnable task) {
            timer.add(task);
        }

        @Override
        public void sent() {
            sent++;
        }
    }

    private static final class Client extends ServerCallStreamObserver<StorageResults> {
        final List<StorageResults> messages = new ArrayList<>();
        boolean ready = true;
        boolean completed;
        int requested;
        Throwable error;
        Runnable onReady;

        int results() {
            return messages.stream().mapToInt(StorageResults::getResultsCount).sum();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            assertThat(handler).isNotNull();
        }

        @Override
        public void setCompression(String compression) {
            throw new UnsupportedOperationException(compression);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public void disableAutoRequest() {
            requested = 0;
        }

        @Override
        public void disableAutoInboundFlowControl() {
            disableAutoRequest();
        }

        @Override
        public void request(int count) {
            requested += count;
        }

        @Override
        public void setMessageCompression(boolean enable) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onNext(StorageResults results) {
            messages.add(results);
        }

        @Override
        public void onError(Throwable cause) {
            error = cause;
        }

        @Override
        public void onCompleted() {
            completed = true;
        }
    }
}
