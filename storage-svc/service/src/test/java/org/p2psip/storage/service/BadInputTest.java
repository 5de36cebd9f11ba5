package org.p2psip.storage.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.tls.call.RawCall;

/** Every RPC of the service, with messages that are empty, too large, or none at all: a clear refusal, and nothing is stored. */
@QuarkusTest
@WithTestResource(TemporaryStore.class)
class BadInputTest extends ClientTest {
    /** One byte more than the service takes. */
    private static final int TOO_LARGE = (16 << 20) + 1;

    /** What an empty message of an RPC is. */
    private enum Empty {
        /** It lacks something. */
        REFUSED,
        /** It asks for all, or for nothing. */
        ANSWERED,
        /** It does something, so it is not sent. */
        ACTS
    }

    /** A new RPC needs a row here. */
    private static final Map<String, Empty> ROWS = Map.of(
            "p2psip.v1.Storage/Store", Empty.REFUSED,
            "p2psip.v1.Storage/Fetch", Empty.REFUSED,
            "p2psip.v1.Storage/Stat", Empty.REFUSED,
            "p2psip.v1.Storage/Remove", Empty.REFUSED,
            "p2psip.v1.Storage/Pipeline", Empty.ANSWERED,
            "p2psip.v1.Storage/Scan", Empty.ANSWERED,
            "p2psip.v1.Admin/GetStatus", Empty.ANSWERED,
            "p2psip.v1.Admin/Drain", Empty.ACTS);

    private static final Map<String, MethodDescriptor<?, ?>> METHODS = Stream.of(
                    StorageGrpc.getServiceDescriptor(), AdminGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .collect(Collectors.toMap(MethodDescriptor::getFullMethodName, method -> method));

    private int storedBefore;

    static List<String> methods() {
        return List.copyOf(new TreeMap<>(METHODS).keySet());
    }

    static List<String> methodsThatNeedSomething() {
        return methods().stream()
                .filter(name -> ROWS.get(name) == Empty.REFUSED)
                .toList();
    }

    static List<String> methodsThatNeedNothing() {
        return methods().stream()
                .filter(name -> ROWS.get(name) == Empty.ANSWERED)
                .toList();
    }

    @BeforeEach
    void look() {
        storedBefore = stored();
    }

    private int stored() {
        int[] resources = {0};
        client.blocking()
                .scan(ScanRequest.newBuilder().setWithTombstones(true).build())
                .forEachRemaining(resource -> resources[0]++);
        return resources[0];
    }

    private Status send(String method, byte[] message) {
        return RawCall.send(client.channel(), METHODS.get(method), message);
    }

    private void assertNothingStored() {
        assertThat(stored()).isEqualTo(storedBefore);
    }

    @Test
    void everyRpcHasARow() {
        assertThat(ROWS.keySet()).isEqualTo(METHODS.keySet());
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedSomething")
    void emptyMessageIsRefusedWithItsReason(String method) {
        Status status = send(method, new byte[0]);
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).isNotBlank();
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedNothing")
    void emptyMessageIsAnswered(String method) {
        assertThat(send(method, new byte[0]).getCode()).isEqualTo(Status.Code.OK);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void messageThatIsTooLargeIsRefusedWithItsReason(String method) {
        Status status = send(method, RawCall.ofSize(TOO_LARGE));
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains(String.valueOf(TOO_LARGE));
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatIsNoMessageIsRefusedWithItsReason(String method) {
        Status status = send(method, RawCall.MALFORMED);
        // gRPC says that itself, before the service is asked
        assertThat(status.getCode()).isIn(Status.Code.UNKNOWN, Status.Code.INTERNAL);
        assertThat(status.getDescription()).isNotBlank();
        assertNothingStored();
    }
}
