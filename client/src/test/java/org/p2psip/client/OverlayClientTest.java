package org.p2psip.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;

class OverlayClientTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final GetRequest GET = GetRequest.newBuilder()
            .setResource(Resource.newBuilder().setName("bob@example.org"))
            .build();
    private static final PutRequest PUT = PutRequest.newBuilder()
            .setResource(Resource.newBuilder().setName("bob@example.org"))
            .build();
    private static final SendRequest SEND =
            SendRequest.newBuilder().setApplication("ping").build();

    private final FakePeer first = new FakePeer(OverlayClientTest::answered);
    private final FakePeer second = new FakePeer(OverlayClientTest::answered);

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static Result.Builder answered(Operation operation) {
        ByteString id = ByteString.copyFromUtf8("0123456789abcdef");
        return switch (operation.getRequestCase()) {
            case GET -> Result.newBuilder().setGet(GetResponse.newBuilder().setResourceId(id));
            case PUT -> Result.newBuilder().setPut(PutResponse.newBuilder().setResourceId(id));
            case SEND -> Result.newBuilder().setSend(SendResponse.newBuilder().setHops(1));
            case ANNOUNCE, REQUEST_NOT_SET -> refused(ErrorCode.ERROR_CODE_INVALID_MESSAGE);
        };
    }

    private static Result.Builder refused(ErrorCode code) {
        return Result.newBuilder().setError(Error.newBuilder().setCode(code).setMessage("as the test says"));
    }

    private static Result.Builder silent(Operation operation) {
        return null;
    }

    private static OverlayClient client(int inFlight, Duration timeout, String... ways) {
        return new OverlayClient(new ClientOptions(
                "example.org",
                Ways.of(List.of(ways)),
                List.of(),
                timeout,
                inFlight,
                address -> ManagedChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .directExecutor()
                        .build()));
    }

    private static OverlayClient client(String... ways) {
        return client(1_024, Duration.ofSeconds(10), ways);
    }

    private static void assertFails(Future<?> answer, ErrorCode code) {
        assertThat(answer)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(OverlayException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }

    /** The peer of the two that the client is connected with, and the other. */
    private FakePeer used() {
        return first.operations() > 0 ? first : second;
    }

    private FakePeer other() {
        return used() == first ? second : first;
    }

    private OverlayClient connectedWithOneOfTwo() {
        first.names(first, second);
        second.names(first, second);
        OverlayClient client = client(first.address());
        assertThat(client.get(GET)).succeedsWithin(SOON);
        assertThat(first.operations() + second.operations()).isEqualTo(1);
        return client;
    }

    @Test
    void operationsAskedBeforeAPeerIsFoundAreAnsweredWhenItIs() {
        try (OverlayClient client = client(first.address())) {
            CompletableFuture<GetResponse> get = client.get(GET);
            CompletableFuture<PutResponse> put = client.put(PUT);
            CompletableFuture<SendResponse> send = client.send(SEND);
            assertThat(get).succeedsWithin(SOON);
            assertThat(put).succeedsWithin(SOON);
            assertThat(send).succeedsWithin(SOON).returns(1, SendResponse::getHops);
            assertThat(client.knownPeers()).succeedsWithin(SOON).isEqualTo(List.of(first.address()));
        }
    }

    @Test
    void refusalsOfTheOverlayCarryItsCodeAndWords() {
        first.behaves(operation -> refused(ErrorCode.ERROR_CODE_FORBIDDEN));
        try (OverlayClient client = client(first.address())) {
            CompletableFuture<PutResponse> put = client.put(PUT);
            assertFails(put, ErrorCode.ERROR_CODE_FORBIDDEN);
            assertThat(put.exceptionNow()).hasMessageContaining("as the test says");
            assertThat(first.operations()).isEqualTo(1);
        }
    }

    @Test
    void readsAndWritesUnderWayAreRepeatedThroughAnotherPeerWhenTheirsCrashes() {
        try (OverlayClient client = connectedWithOneOfTwo()) {
            FakePeer used = used();
            FakePeer other = other();
            used.behaves(OverlayClientTest::silent);
            CompletableFuture<GetResponse> get = client.get(GET);
            CompletableFuture<PutResponse> put = client.put(PUT);
            awaitOperations(used, 3);
            used.crash();
            assertThat(get).succeedsWithin(SOON);
            assertThat(put).succeedsWithin(SOON);
            assertThat(other.operations()).isEqualTo(2);
        }
    }

    @Test
    void messageUnderWayIsNotRepeatedAsItMayHaveArrived() {
        try (OverlayClient client = connectedWithOneOfTwo()) {
            FakePeer used = used();
            FakePeer other = other();
            used.behaves(OverlayClientTest::silent);
            CompletableFuture<SendResponse> send = client.send(SEND);
            awaitOperations(used, 2);
            used.crash();
            assertFails(send, ErrorCode.ERROR_CODE_UNAVAILABLE);
            assertThat(client.send(SEND)).succeedsWithin(SOON);
            assertThat(other.operations()).isEqualTo(1);
        }
    }

    private static void awaitOperations(FakePeer peer, int count) {
        long until = System.nanoTime() + SOON.toNanos();
        while (peer.operations() < count) {
            assertThat(System.nanoTime()).as("%d operations", count).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    @Test
    void peerThatCannotServeNowIsAskedAgainAFewTimes() {
        first.behaves(
                operation -> first.operations() < 3 ? refused(ErrorCode.ERROR_CODE_UNAVAILABLE) : answered(operation));
        try (OverlayClient client = client(first.address())) {
            assertThat(client.get(GET)).succeedsWithin(SOON);
            assertThat(first.operations()).isEqualTo(3);
            first.behaves(operation -> refused(ErrorCode.ERROR_CODE_UNAVAILABLE));
            assertFails(client.get(GET), ErrorCode.ERROR_CODE_UNAVAILABLE);
            assertThat(first.operations()).isEqualTo(3 + PendingOperations.MAX_ATTEMPTS);
        }
    }

    @Test
    void silenceEndsAnOperationInTime() {
        first.behaves(OverlayClientTest::silent);
        try (OverlayClient client = client(10, Duration.ofMillis(300), first.address())) {
            assertFails(client.get(GET), ErrorCode.ERROR_CODE_REQUEST_TIMEOUT);
        }
    }

    @Test
    void silentPeerIsLeftForAnother() {
        first.names(first, second);
        second.names(first, second);
        try (OverlayClient client = client(10, Duration.ofSeconds(1), first.address())) {
            assertThat(client.get(GET)).succeedsWithin(SOON);
            FakePeer used = used();
            FakePeer other = other();
            used.behaves(OverlayClientTest::silent);
            long until = System.nanoTime() + SOON.toNanos();
            while (other.operations() == 0) {
                assertThat(System.nanoTime()).as("the other is asked").isLessThan(until);
                assertThat(client.get(GET))
                        .satisfiesAnyOf(
                                answer -> assertThat(answer).succeedsWithin(SOON),
                                answer -> assertFails(answer, ErrorCode.ERROR_CODE_REQUEST_TIMEOUT));
            }
        }
    }

    @Test
    void tooManyThatWaitAreRefusedAtOnce() {
        first.behaves(OverlayClientTest::silent);
        try (OverlayClient client = client(2, Duration.ofMillis(500), first.address())) {
            List<CompletableFuture<GetResponse>> gets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                gets.add(client.get(GET));
            }
            assertFails(gets.get(2), ErrorCode.ERROR_CODE_LIMIT_REACHED);
            assertFails(gets.get(0), ErrorCode.ERROR_CODE_REQUEST_TIMEOUT);
            assertFails(gets.get(1), ErrorCode.ERROR_CODE_REQUEST_TIMEOUT);
            first.behaves(OverlayClientTest::answered);
            assertThat(client.get(GET)).succeedsWithin(SOON);
        }
    }

    @Test
    void manyOperationsShareFewMessages() {
        try (OverlayClient client = client(first.address())) {
            List<CompletableFuture<GetResponse>> gets = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                gets.add(client.get(GET));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(gets.toArray(CompletableFuture[]::new));
            assertThat(all).succeedsWithin(SOON);
            assertThat(first.operations()).isEqualTo(1_000);
            assertThat(first.batches()).isLessThan(200);
        }
    }

    @Test
    void whatWaitsEndsWhenTheClientIsClosed() {
        first.behaves(OverlayClientTest::silent);
        CompletableFuture<GetResponse> get;
        OverlayClient closed;
        try (OverlayClient client = client(first.address())) {
            closed = client;
            get = client.get(GET);
            awaitOperations(first, 1);
        }
        assertFails(get, ErrorCode.ERROR_CODE_UNAVAILABLE);
        assertFails(closed.get(GET), ErrorCode.ERROR_CODE_UNAVAILABLE);
    }
}
