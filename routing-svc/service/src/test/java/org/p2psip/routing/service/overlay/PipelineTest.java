package org.p2psip.routing.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;
import org.p2psip.routing.service.RoutingTestPorts;
import org.p2psip.routing.service.RunningService;

@QuarkusTest
class PipelineTest extends RunningService {
    @Test
    void putGetAndSendTravelOnOneStream() {
        PipelineClient client = PipelineClient.open(channel);
        Operation put = Operation.newBuilder()
                .setId(1)
                .setPut(Requests.put("pipe@example.org", Requests.entry("k", "v")))
                .build();
        assertThat(client.resultOf(put).hasPut()).isTrue();
        Result got = client.resultOf(Operation.newBuilder()
                .setId(2)
                .setGet(Requests.get("pipe@example.org"))
                .build());
        assertThat(got.getGet().getKinds(0).getEntries(0).getValue().toStringUtf8())
                .isEqualTo("v");
        Result sent = client.resultOf(Operation.newBuilder()
                .setId(3)
                .setSend(SendRequest.newBuilder()
                        .setNodeId(ByteString.copyFrom(self.toBytes()))
                        .setApplication("ping")
                        .setBody(ByteString.copyFromUtf8("hello")))
                .build());
        assertThat(sent.getSend().getBody().toStringUtf8()).isEqualTo("hello");
    }

    @Test
    void operationsThatCameTogetherLeaveTogetherAndTheirResultsToo() {
        PipelineClient client = PipelineClient.open(channel);
        storage.takeBatchSizes();
        client.send(Requests.gets(1, PipelineStream.BATCH_LIMIT, 0));
        client.awaitResults(PipelineStream.BATCH_LIMIT);
        assertThat(storage.takeBatchSizes()).containsExactly(PipelineStream.BATCH_LIMIT);
        assertThat(client.batchSizes()).containsExactly(PipelineStream.BATCH_LIMIT);
        assertThat(client.succeeded()).isEqualTo(PipelineStream.BATCH_LIMIT);
    }

    @Test
    void manyBatchesAreAnsweredOnceEach() {
        PipelineClient client = PipelineClient.open(channel);
        IntStream.range(0, 200).forEach(batch -> client.send(Requests.gets(batch * 50L, 50, 0)));
        client.awaitResults(200 * 50);
        assertThat(client.repeated()).isEmpty();
        assertThat(client.succeeded() + client.countOf(ErrorCode.ERROR_CODE_LIMIT_REACHED))
                .isEqualTo(200 * 50);
    }

    @Test
    void operationsBeyondABatchAreRefusedOneByOne() {
        PipelineClient client = PipelineClient.open(channel);
        client.send(Requests.gets(1, PipelineStream.BATCH_LIMIT + 3, 0));
        client.awaitResults(PipelineStream.BATCH_LIMIT + 3);
        assertThat(client.succeeded()).isEqualTo(PipelineStream.BATCH_LIMIT);
        assertThat(client.countOf(ErrorCode.ERROR_CODE_LIMIT_REACHED)).isEqualTo(3);
    }

    @Test
    void badOperationIsAnsweredAndTheStreamGoesOn() {
        PipelineClient client = PipelineClient.open(channel);
        Operation none = Operation.newBuilder().setId(1).build();
        assertThat(client.resultOf(none).getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_MESSAGE);
        Operation tooLong = Operation.newBuilder()
                .setId(2)
                .setTimeoutMs(60_001)
                .setGet(Requests.get("a@example.org"))
                .build();
        assertThat(client.resultOf(tooLong).getError().getMessage()).contains("timeout_ms is 60001");
        client.send(OperationBatch.getDefaultInstance());
        Operation good = Operation.newBuilder()
                .setId(3)
                .setGet(Requests.get("a@example.org"))
                .build();
        assertThat(client.resultOf(good).hasGet()).isTrue();
    }

    @Test
    void operationThatStorageDoesNotAnswerTimesOutAndTheOthersDoNot() {
        PipelineClient client = PipelineClient.open(channel);
        storage.beSilent(true);
        client.send(Requests.gets(1, 10, 60));
        client.awaitResults(10);
        assertThat(client.countOf(ErrorCode.ERROR_CODE_REQUEST_TIMEOUT)).isEqualTo(10);
        storage.beSilent(false);
        client.send(Requests.gets(11, 1, 3000));
        client.awaitResult(11);
        assertThat(client.succeeded()).isEqualTo(1);
    }

    @Test
    void oneStreamHasABoundedNumberOfOperationsInFlight() {
        PipelineClient client = PipelineClient.open(channel);
        storage.beSilent(true);
        IntStream.range(0, 7).forEach(batch -> client.send(Requests.gets(batch * 100L, 100, 2500)));
        client.awaitResults(700 - RoutingTestPorts.STREAM_LIMIT);
        assertThat(client.countOf(ErrorCode.ERROR_CODE_LIMIT_REACHED)).isEqualTo(700L - RoutingTestPorts.STREAM_LIMIT);
        client.awaitResults(700);
        assertThat(client.countOf(ErrorCode.ERROR_CODE_REQUEST_TIMEOUT)).isEqualTo(RoutingTestPorts.STREAM_LIMIT);
        storage.beSilent(false);
    }

    @Test
    void allStreamsTogetherHaveABoundedNumberOfOperationsAtStorage() {
        PipelineClient first = PipelineClient.open(channel);
        PipelineClient second = PipelineClient.open(channel);
        storage.beSilent(true);
        IntStream.range(0, 6).forEach(batch -> first.send(Requests.gets(batch * 100L, 100, 2500)));
        IntStream.range(0, 6).forEach(batch -> second.send(Requests.gets(batch * 100L, 100, 2500)));
        first.awaitResults(600);
        second.awaitResults(600);
        long refused =
                first.countOf(ErrorCode.ERROR_CODE_LIMIT_REACHED) + second.countOf(ErrorCode.ERROR_CODE_LIMIT_REACHED);
        assertThat(refused).isEqualTo(1200L - RoutingTestPorts.STORAGE_LIMIT);
        storage.beSilent(false);
    }

    @Test
    void streamIsCompletedAfterItsLastResult() {
        PipelineClient client = PipelineClient.open(channel);
        client.send(Requests.gets(1, 100, 0));
        client.halfClose();
        Eventually.isTrue("completed", client::isCompleted);
        assertThat(client.succeeded()).isEqualTo(100);
    }

    @Test
    void clientThatLeavesDisturbsNobody() {
        PipelineClient leaving = PipelineClient.open(channel);
        PipelineClient staying = PipelineClient.open(channel);
        storage.beSilent(true);
        leaving.send(Requests.gets(1, 100, 300));
        staying.send(Requests.gets(1, 100, 300));
        leaving.cancel();
        staying.awaitResults(100);
        storage.beSilent(false);
        staying.send(Requests.gets(101, 1, 0));
        staying.awaitResult(101);
        assertThat(staying.succeeded()).isEqualTo(1);
    }

    @Test
    void clientThatReadsNothingIsNotReadFromEither() {
        PipelineClient writer = PipelineClient.open(channel);
        writer.resultOf(Operation.newBuilder()
                .setId(1)
                .setPut(Requests.put("big@example.org", Requests.entry("k", "x".repeat(8000))))
                .build());
        PipelineClient client = PipelineClient.openWithoutReading(channel);
        Operation get = Operation.newBuilder()
                .setId(1)
                .setGet(Requests.get("big@example.org"))
                .build();
        OperationBatch batch = OperationBatch.newBuilder()
                .addAllOperations(Collections.nCopies(PipelineStream.BATCH_LIMIT, get))
                .build();
        long before = storage.operations();
        Eventually.isTrue("the stream takes no more for a while", () -> client.isBlockedAfterSending(batch));
        assertThat(storage.operations() - before).isLessThan(20L * PipelineStream.BATCH_LIMIT);
        client.cancel();
    }
}
