package org.p2psip.storage.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.tls.call.EveryRpc;
import org.p2psip.tls.call.EveryRpc.Empty;

/** Every RPC of the service, with messages that are empty, too large, or none at all: a clear refusal, and nothing is stored. */
@QuarkusTest
@WithTestResource(TemporaryStore.class)
class BadInputTest extends ClientTest {
    /** One byte more than the service takes. */
    private static final int TOO_LARGE = (16 << 20) + 1;

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

    private static final EveryRpc RPCS =
            new EveryRpc(ROWS, StorageGrpc.getServiceDescriptor(), AdminGrpc.getServiceDescriptor());

    private int storedBefore;

    static List<String> methods() {
        return RPCS.names();
    }

    static List<String> methodsThatNeedSomething() {
        return RPCS.names(Empty.REFUSED);
    }

    static List<String> methodsThatNeedNothing() {
        return RPCS.names(Empty.ANSWERED);
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

    private void assertNothingStored() {
        assertThat(stored()).isEqualTo(storedBefore);
    }

    @Test
    void everyRpcHasARow() {
        RPCS.haveRows();
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedSomething")
    void emptyMessageIsRefusedWithItsReason(String method) {
        RPCS.refusesEmpty(client.channel(), method, Status.Code.INVALID_ARGUMENT);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedNothing")
    void emptyMessageIsAnswered(String method) {
        assertThat(RPCS.sendEmpty(client.channel(), method).getCode()).isEqualTo(Status.Code.OK);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void messageThatIsTooLargeIsRefusedWithItsReason(String method) {
        RPCS.refusesTooLarge(client.channel(), method, TOO_LARGE);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatIsNoMessageIsRefusedWithItsReason(String method) {
        RPCS.refusesMalformed(client.channel(), method);
        assertNothingStored();
    }
}
