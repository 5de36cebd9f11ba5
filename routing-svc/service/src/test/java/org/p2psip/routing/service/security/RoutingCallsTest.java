package org.p2psip.routing.service.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.tls.call.CallRolesCheck;

class RoutingCallsTest {
    @Test
    void everyCallThatIsServedIsInTheTable() {
        CallRolesCheck.hasAllCalls(
                RoutingCalls.TABLE,
                OverlayGrpc.getServiceDescriptor(),
                PeerGrpc.getServiceDescriptor(),
                BootstrapGrpc.getServiceDescriptor(),
                EnrollmentGrpc.getServiceDescriptor(),
                RingAdminGrpc.getServiceDescriptor(),
                AdminGrpc.getServiceDescriptor());
    }

    /** Nothing in the last column: nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "p2psip.v1.Overlay/Put | EDGE RELAY OPERATOR USER",
                "p2psip.v1.Overlay/Get | EDGE RELAY OPERATOR USER",
                "p2psip.v1.Overlay/Send | EDGE RELAY OPERATOR USER",
                "p2psip.v1.Overlay/Watch | EDGE RELAY OPERATOR USER",
                "p2psip.v1.Overlay/Pipeline | EDGE RELAY OPERATOR USER",
                "p2psip.v1.Peer/Link | PEER",
                "p2psip.v1.Peer/HandOver | PEER",
                "p2psip.v1.Peer/Watch | PEER",
                "p2psip.v1.Peer/Compare | PEER",
                "p2psip.v1.Bootstrap/Discover | *",
                "p2psip.v1.Enrollment/GetConfiguration | *",
                "p2psip.v1.Enrollment/EnrollPeer | *",
                "p2psip.v1.Enrollment/RenewPeer | *",
                "p2psip.v1.Enrollment/GetRevocationLists | *",
                "p2psip.v1.Enrollment/CreateToken | OPERATOR",
                "p2psip.v1.Enrollment/Revoke | OPERATOR",
                "p2psip.v1.Enrollment/RollOver | OPERATOR",
                "p2psip.v1.Enrollment/EnrollUser | OPERATOR",
                "p2psip.v1.Enrollment/EnrollUsers | OPERATOR",
                "p2psip.v1.Enrollment/SetUserDisabled | OPERATOR",
                "p2psip.v1.Enrollment/RemoveUser | OPERATOR",
                "p2psip.v1.Enrollment/ListUsers | OPERATOR",
                "p2psip.v1.RingAdmin/GetRing | OPERATOR",
                "p2psip.v1.RingAdmin/Trace | OPERATOR",
                "p2psip.v1.Storage/Store |",
                "p2psip.v1.Admin/GetStatus | OPERATOR",
                "p2psip.v1.Admin/Drain | OPERATOR",
                "grpc.health.v1.Health/Check | *",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo | OPERATOR"
            })
    void callMayBeMadeByTheseRolesAndNoOthers(String method, String allowed) {
        CallRolesCheck.isAllowedTo(RoutingCalls.TABLE, method, allowed);
    }
}
