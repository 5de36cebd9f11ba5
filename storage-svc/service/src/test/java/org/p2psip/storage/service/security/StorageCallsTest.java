package org.p2psip.storage.service.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.tls.call.CallRolesCheck;

class StorageCallsTest {
    @Test
    void everyCallThatIsServedIsInTheTable() {
        CallRolesCheck.hasAllCalls(
                StorageCalls.TABLE, StorageGrpc.getServiceDescriptor(), AdminGrpc.getServiceDescriptor());
    }

    /** Nothing in the last column: nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "p2psip.v1.Storage/Store | PEER",
                "p2psip.v1.Storage/Fetch | PEER",
                "p2psip.v1.Storage/Stat | PEER",
                "p2psip.v1.Storage/Remove | PEER",
                "p2psip.v1.Storage/Pipeline | PEER",
                "p2psip.v1.Storage/Scan | PEER",
                "p2psip.v1.Overlay/Put |",
                "p2psip.v1.Admin/GetStatus | OPERATOR",
                "p2psip.v1.Admin/Drain | OPERATOR",
                "grpc.health.v1.Health/Check | *",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo | OPERATOR"
            })
    void callMayBeMadeByTheseRolesAndNoOthers(String method, String allowed) {
        CallRolesCheck.isAllowedTo(StorageCalls.TABLE, method, allowed);
    }
}
