package org.p2psip.routing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.p2psip.tls.call.RawCall;

/** Every RPC of the service, with messages that are empty, too large, or none at all: a clear refusal, and nothing is stored. */
@QuarkusTest
class BadInputTest extends RunningService {
    /** One byte more than the service takes. */
    private static final int TOO_LARGE = (4 << 20) + 1;

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

    private static final Map<String, MethodDescriptor<?, ?>> METHODS = Stream.of(
                    OverlayGrpc.getServiceDescriptor(),
                    PeerGrpc.getServiceDescriptor(),
                    BootstrapGrpc.getServiceDescriptor(),
                    EnrollmentGrpc.getServiceDescriptor(),
                    RingAdminGrpc.getServiceDescriptor(),
                    AdminGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .collect(Collectors.toMap(MethodDescriptor::getFullMethodName, method -> method));

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

    private Status send(String method, byte[] message) {
        return RawCall.send(channel, METHODS.get(method), message);
    }

    private void assertNothingStored() {
        assertThat(storage.scan(ScanRequest.newBuilder().setWithTombstones(true).build()))
                .isEmpty();
    }

    @Test
    void everyRpcHasARow() {
        assertThat(ROWS.keySet()).isEqualTo(METHODS.keySet());
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedSomething")
    void emptyMessageIsRefusedWithItsReason(String method) {
        Status status = send(method, new byte[0]);
        assertThat(status.getCode()).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).isNotBlank();
        assertNothingStored();
    }

    @ParameterizedTest
    @MethodSource("methodsThatNeedNothing")
    void emptyMessageIsAnswered(String method) {
        assertThat(send(method, new byte[0])).isEqualTo(Status.OK);
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
