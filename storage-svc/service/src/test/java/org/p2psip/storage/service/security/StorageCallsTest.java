package org.p2psip.storage.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.tls.call.Caller;

class StorageCallsTest {
    private static final String ANYBODY = "*";

    @Test
    void everyCallThatIsServedIsInTheTable() {
        Set<String> served = Stream.of(StorageGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream().map(MethodDescriptor::getFullMethodName))
                .collect(Collectors.toSet());
        assertThat(StorageCalls.TABLE.calls()).containsAll(served);
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
                "grpc.health.v1.Health/Check | *",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo | OPERATOR"
            })
    void callMayBeMadeByTheseRolesAndNoOthers(String method, String allowed) {
        List<String> roles = allowed == null ? List.of() : Arrays.asList(allowed.split(" "));
        assertThat(StorageCalls.TABLE.refusal(method, Caller.STRANGER).isEmpty())
                .isEqualTo(roles.contains(ANYBODY));
        for (Role role : EnumSet.allOf(Role.class)) {
            assertThat(StorageCalls.TABLE.refusal(method, member(role)).isEmpty())
                    .as(method + " by " + role)
                    .isEqualTo(roles.contains(ANYBODY) || roles.contains(role.name()));
        }
    }

    private static Caller member(Role role) {
        String nodeId = "00000000000000000000000000000001";
        return new Caller.Member(
                null,
                new Identity("example.org", List.of(nodeId), nodeId + "@example.org", Set.of(role), Optional.empty()));
    }
}
