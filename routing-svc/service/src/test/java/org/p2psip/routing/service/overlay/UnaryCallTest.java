package org.p2psip.routing.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.OverlayGrpc.OverlayBlockingStub;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.proto.v1.WriteOrder;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Requests;
import org.p2psip.routing.service.RunningService;
import org.p2psip.routing.service.operation.Errors;

@QuarkusTest
class UnaryCallTest extends RunningService {
    private static final String ALICE = "alice@example.org";

    @Test
    void putIsStoredUnderTheResourceIdOfItsName() {
        ByteString id = ByteString.copyFrom(ResourceId.ofName("put@example.org").toBytes());
        PutResponse stored = overlay()
                .put(Requests.put("put@example.org", Requests.entry("k", "v")).toBuilder()
                        .setReturnValues(true)
                        .build());
        assertThat(stored.getResourceId()).isEqualTo(id);
        assertThat(stored.getKinds(0).getEntriesCount()).isEqualTo(1);
        GetRequest byId = GetRequest.newBuilder()
                .setResource(Resource.newBuilder().setResourceId(id))
                .addKinds(KindQuery.newBuilder().setKind(Requests.REGISTRATION))
                .build();
        assertThat(overlay().get(byId).getKinds(0).getEntries(0).getValue().toStringUtf8())
                .isEqualTo("v");
    }

    @Test
    void nothingStoredIsAnEmptyAnswer() {
        assertThat(overlay().get(Requests.get("nobody@example.org")).getKinds(0).getEntriesList())
                .isEmpty();
    }

    @Test
    void pingIsAnsweredByThePeerItself() {
        SendResponse pong = overlay().send(send("ping").build());
        assertThat(pong.getBody().toStringUtf8()).isEqualTo("hello");
        assertThat(pong.getNodeId()).isEqualTo(send("ping").getNodeId());
        assertThat(pong.getHops()).isEqualTo(1);
    }

    static Stream<Arguments> badPuts() {
        PutRequest good = Requests.put(ALICE, Requests.entry("k", "v"));
        KindWrite.Builder write = good.getKinds(0).toBuilder();
        return Stream.of(
                Arguments.of(good.toBuilder().clearResource().build(), ErrorCode.ERROR_CODE_INVALID_MESSAGE, "neither"),
                Arguments.of(
                        Requests.put("sip:alice@example.org", Requests.entry("k", "v")),
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "'sip:alice@example.org' is no canonical address of record"),
                Arguments.of(good.toBuilder().clearKinds().build(), ErrorCode.ERROR_CODE_INVALID_MESSAGE, "0 kinds"),
                Arguments.of(Requests.put(ALICE), ErrorCode.ERROR_CODE_INVALID_MESSAGE, "no entries"),
                Arguments.of(
                        Requests.put(ALICE, Requests.entry("k", "x".repeat(8193))),
                        ErrorCode.ERROR_CODE_DATA_TOO_LARGE,
                        "8193 bytes"),
                Arguments.of(
                        Requests.put(ALICE, Requests.entry("x".repeat(513), "v")),
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "513 bytes"),
                Arguments.of(
                        Requests.put(ALICE, Requests.entry("k", "v").setLifetimeS(0)),
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "lifetime_s is 0"),
                Arguments.of(
                        Requests.put(
                                ALICE,
                                Requests.entry("k", "v")
                                        .setOrder(WriteOrder.newBuilder().setScope("x".repeat(257)))),
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "257 bytes"),
                Arguments.of(
                        good.toBuilder()
                                .setKinds(
                                        0,
                                        write.addAllEntries(IntStream.range(0, 64)
                                                .mapToObj(i -> Requests.entry("k" + i, "v")
                                                        .build())
                                                .toList()))
                                .build(),
                        ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                        "65 entries"));
    }

    @ParameterizedTest
    @MethodSource("badPuts")
    void badPutIsRefusedWithItsReason(PutRequest request, ErrorCode code, String detail) {
        Status.Code status = code == ErrorCode.ERROR_CODE_DATA_TOO_LARGE
                ? Status.Code.RESOURCE_EXHAUSTED
                : Status.Code.INVALID_ARGUMENT;
        assertRefused(() -> overlay().put(request), status, code, detail);
    }

    static Stream<Arguments> badGets() {
        GetRequest good = Requests.get(ALICE);
        KindQuery.Builder query = good.getKinds(0).toBuilder();
        return Stream.of(
                Arguments.of(good.toBuilder().clearKinds().build(), "0 kinds"),
                Arguments.of(Requests.get("alice@EXAMPLE.org"), "domain in lower case"),
                Arguments.of(
                        good.toBuilder()
                                .setResource(Resource.newBuilder().setResourceId(ByteString.copyFrom(new byte[20])))
                                .build(),
                        "20 bytes, expected 16"),
                Arguments.of(
                        good.toBuilder()
                                .setResource(Resource.newBuilder()
                                        .setName(ALICE)
                                        .setResourceId(ByteString.copyFrom(new byte[16])))
                                .build(),
                        "is not that of the name"),
                Arguments.of(
                        good.toBuilder()
                                .setKinds(0, query.clone().setArrayFirst(3).setArrayLast(2))
                                .build(),
                        "array_first 3 is behind array_last 2"),
                Arguments.of(
                        good.toBuilder()
                                .setKinds(0, query.clone().addDictionaryKeys(ByteString.copyFrom(new byte[513])))
                                .build(),
                        "513 bytes"));
    }

    @ParameterizedTest
    @MethodSource("badGets")
    void badGetIsRefusedWithItsReason(GetRequest request, String detail) {
        assertRefused(
                () -> overlay().get(request),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                detail);
    }

    @Test
    void messageThatCannotBeDeliveredIsRefusedWithItsReason() {
        Status.Code invalid = Status.Code.INVALID_ARGUMENT;
        Status.Code notFound = Status.Code.NOT_FOUND;
        ErrorCode invalidMessage = ErrorCode.ERROR_CODE_INVALID_MESSAGE;
        assertSendRefused(send("ping").clearTarget(), invalid, invalidMessage, "no target");
        assertSendRefused(send(""), invalid, invalidMessage, "0 characters");
        assertSendRefused(send("ping").setNodeId(ByteString.EMPTY), invalid, invalidMessage, "0 bytes");
        assertSendRefused(send("pong"), notFound, ErrorCode.ERROR_CODE_NOT_FOUND, "'pong'");
        ByteString stranger = ByteString.copyFromUtf8("0123456789abcdef");
        assertSendRefused(send("ping").setNodeId(stranger), notFound, ErrorCode.ERROR_CODE_NOT_FOUND, "no node");
        assertSendRefused(
                send("ping").setResource(Requests.named(ALICE)), notFound, ErrorCode.ERROR_CODE_NOT_FOUND, "no client");
        assertSendRefused(
                send("ping").setBody(ByteString.copyFrom(new byte[65_537])),
                Status.Code.RESOURCE_EXHAUSTED,
                ErrorCode.ERROR_CODE_MESSAGE_TOO_LARGE,
                "65537 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_CODE_FORBIDDEN, PERMISSION_DENIED",
        "ERROR_CODE_UNKNOWN_KIND, INVALID_ARGUMENT",
        "ERROR_CODE_GENERATION_COUNTER_TOO_LOW, FAILED_PRECONDITION",
        "ERROR_CODE_DATA_TOO_OLD, FAILED_PRECONDITION",
        "ERROR_CODE_ORDER_TOO_OLD, ABORTED",
        "ERROR_CODE_LIMIT_REACHED, RESOURCE_EXHAUSTED",
        "ERROR_CODE_UNAVAILABLE, UNAVAILABLE",
    })
    void errorOfStorageBecomesStatusAndTrailer(ErrorCode code, Status.Code status) {
        storage.refuseNextStore(code);
        assertRefused(() -> overlay().put(Requests.put(ALICE, Requests.entry("k", "v"))), status, code, FAKE_MESSAGE);
    }

    @Test
    void callEndsWithItsDeadlineWhenStorageIsSilent() {
        storage.beSilent(true);
        Throwable failure = catchThrowable(
                () -> overlay().withDeadlineAfter(200, TimeUnit.MILLISECONDS).get(Requests.get(ALICE)));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        storage.beSilent(false);
    }

    @Test
    void callWithoutDeadlineEndsAfterTheReliabilityTimer() {
        storage.beSilent(true);
        assertRefused(
                () -> overlay().get(Requests.get(ALICE)),
                Status.Code.DEADLINE_EXCEEDED,
                ErrorCode.ERROR_CODE_REQUEST_TIMEOUT,
                "did not answer in time");
        storage.beSilent(false);
    }

    @Test
    void watchOfNothingIsRefused() {
        assertRefused(
                () -> overlay().watch(WatchRequest.getDefaultInstance()).hasNext(),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                "neither name nor resource_id");
    }

    private static final String FAKE_MESSAGE = "as told";

    private OverlayBlockingStub overlay() {
        return OverlayGrpc.newBlockingStub(channel);
    }

    private SendRequest.Builder send(String application) {
        return SendRequest.newBuilder()
                .setNodeId(ByteString.copyFrom(self.toBytes()))
                .setApplication(application)
                .setBody(ByteString.copyFromUtf8("hello"));
    }

    private void assertSendRefused(SendRequest.Builder request, Status.Code status, ErrorCode code, String detail) {
        assertRefused(() -> overlay().send(request.build()), status, code, detail);
    }

    private static void assertRefused(ThrowingCallable call, Status.Code status, ErrorCode code, String detail) {
        Throwable failure = catchThrowable(call);
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(status);
        Error error = Status.trailersFromThrowable(failure).get(Errors.TRAILER);
        assertThat(error.getCode()).isEqualTo(code);
        assertThat(error.getMessage()).contains(detail);
    }
}
