package org.p2psip.routing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.tls.call.EveryRpc;
import org.p2psip.tls.call.EveryRpc.Empty;

/** Every RPC of the service, with messages that are empty, too large, or none at all: a clear refusal, and nothing is stored. */
@QuarkusTest
class BadInputTest extends RunningService {
    /** One byte more than the service takes. */
    private static final int TOO_LARGE = (4 << 20) + 1;

    /** A new RPC needs a row here. */
    private static final Map<String, Empty> ROWS = Map.ofEntries(
            Map.entry("p2psip.v1.Overlay/Put", Empty.REFUSED),
            Map.entry("p2psip.v1.Overlay/Get", Empty.REFUSED),
            Map.entry("p2psip.v1.Overlay/Send", Empty.REFUSED),
            Map.entry("p2psip.v1.Overlay/Watch", Empty.REFUSED),
            Map.entry("p2psip.v1.Overlay/Pipeline", Empty.ANSWERED),
            Map.entry("p2psip.v1.Peer/Link", Empty.REFUSED),
            Map.entry("p2psip.v1.Peer/HandOver", Empty.REFUSED),
            Map.entry("p2psip.v1.Peer/Compare", Empty.REFUSED),
            Map.entry("p2psip.v1.Peer/Watch", Empty.REFUSED),
            Map.entry("p2psip.v1.Bootstrap/Discover", Empty.ANSWERED),
            Map.entry("p2psip.v1.Enrollment/GetConfiguration", Empty.ANSWERED),
            Map.entry("p2psip.v1.Enrollment/EnrollPeer", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/RenewPeer", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/CreateToken", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/Revoke", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/GetRevocationLists", Empty.ANSWERED),
            Map.entry("p2psip.v1.Enrollment/RollOver", Empty.ACTS),
            Map.entry("p2psip.v1.Enrollment/EnrollUser", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/EnrollUsers", Empty.ANSWERED),
            Map.entry("p2psip.v1.Enrollment/SetUserDisabled", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/RemoveUser", Empty.REFUSED),
            Map.entry("p2psip.v1.Enrollment/ListUsers", Empty.ANSWERED),
            Map.entry("p2psip.v1.RingAdmin/GetRing", Empty.ANSWERED),
            Map.entry("p2psip.v1.RingAdmin/Trace", Empty.REFUSED),
            Map.entry("p2psip.v1.Admin/GetStatus", Empty.ANSWERED),
            Map.entry("p2psip.v1.Admin/Drain", Empty.ACTS));

    private static final EveryRpc RPCS = new EveryRpc(
            ROWS,
            OverlayGrpc.getServiceDescriptor(),
            PeerGrpc.getServiceDescriptor(),
            BootstrapGrpc.getServiceDescriptor(),
            EnrollmentGrpc.getServiceDescriptor(),
            RingAdminGrpc.getServiceDescriptor(),
            AdminGrpc.getServiceDescriptor());

    static List<String> methods() {
        return RPCS.names();
    }

    static List<String> methodsThatNeedSomething() {
        return RPCS.names(Empty.REFUSED);
    }

    static List<String> methodsThatNeedNothing() {
        return RPCS.names(Empty.ANSWERED);
    }

    private void assertNothingStored() {
        assertThat(storage.scan(ScanRequest.newBuilder().setWithTombstones(true).build()))
                .isEmpty();
    }

    @Test
    void everyRpcHasARow() {
        RPCS.haveRows();
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedSomething")
    void emptyMessageIsRefusedWithItsReason(String method) {
        RPCS.refusesEmpty(channel, method, Status.Code.INVALID_ARGUMENT, Status.Code.PERMISSION_DENIED);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedNothing")
    void emptyMessageIsAnswered(String method) {
        assertThat(RPCS.sendEmpty(channel, method).getCode()).isEqualTo(Status.Code.OK);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void messageThatIsTooLargeIsRefusedWithItsReason(String method) {
        RPCS.refusesTooLarge(channel, method, TOO_LARGE);
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatIsNoMessageIsRefusedWithItsReason(String method) {
        RPCS.refusesMalformed(channel, method);
        assertNothingStored();
    }
}
