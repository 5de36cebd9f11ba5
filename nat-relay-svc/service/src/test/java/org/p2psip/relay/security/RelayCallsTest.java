package org.p2psip.relay.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.RelayGrpc;
import org.p2psip.tls.call.CallRolesCheck;

class RelayCallsTest {
    @Test
    void everyCallThatIsServedIsInTheTable() {
        CallRolesCheck.hasAllCalls(
                RelayCalls.TABLE, AdminGrpc.getServiceDescriptor(), RelayGrpc.getServiceDescriptor());
    }

    /** Nothing in the last column: nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "p2psip.v1.Admin/GetStatus | OPERATOR",
                "p2psip.v1.Admin/Drain | OPERATOR",
                "p2psip.v1.Relay/Offer | EDGE",
                "p2psip.v1.Relay/Answer | EDGE",
                "p2psip.v1.Relay/Update | EDGE",
                "p2psip.v1.Relay/Delete | EDGE",
                "p2psip.v1.Relay/IssueTurnCredentials | EDGE",
                "p2psip.v1.Relay/WatchLoad | EDGE",
                "p2psip.v1.Storage/Store |",
                "grpc.health.v1.Health/Check | *",
            })
    void callMayBeMadeByTheseRolesAndNoOthers(String method, String allowed) {
        CallRolesCheck.isAllowedTo(RelayCalls.TABLE, method, allowed);
    }
}
