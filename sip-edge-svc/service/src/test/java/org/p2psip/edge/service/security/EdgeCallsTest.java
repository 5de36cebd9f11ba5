package org.p2psip.edge.service.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.tls.call.CallRolesCheck;

class EdgeCallsTest {
    @Test
    void everyCallThatIsServedIsInTheTable() {
        CallRolesCheck.hasAllCalls(
                EdgeCalls.TABLE, AdminGrpc.getServiceDescriptor(), EdgeAdminGrpc.getServiceDescriptor());
    }

    /** Nothing in the last column: nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "p2psip.v1.Admin/GetStatus | OPERATOR",
                "p2psip.v1.Admin/Drain | OPERATOR",
                "p2psip.v1.EdgeAdmin/ListTrunks | OPERATOR",
                "p2psip.v1.EdgeAdmin/SetTrace | OPERATOR",
                "p2psip.v1.EdgeAdmin/ListBans | OPERATOR",
                "p2psip.v1.EdgeAdmin/LiftBan | OPERATOR",
                "p2psip.v1.Storage/Store |",
                "grpc.health.v1.Health/Check | *",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo | OPERATOR"
            })
    void callMayBeMadeByTheseRolesAndNoOthers(String method, String allowed) {
        CallRolesCheck.isAllowedTo(EdgeCalls.TABLE, method, allowed);
    }
}
