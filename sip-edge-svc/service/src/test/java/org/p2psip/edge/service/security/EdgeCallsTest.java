package org.p2psip.edge.service.security;

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
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.tls.call.Caller;

class EdgeCallsTest {
    private static final String ANYBODY = "*";

    @Test
    void everyCallThatIsServedIsInTheTable() {
        Set<String> served = Stream.of(AdminGrpc.getServiceDescriptor(), EdgeAdminGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream().map(MethodDescriptor::getFullMethodName))
                .collect(Collectors.toSet());
        assertThat(EdgeCalls.TABLE.calls()).containsAll(served);
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
        List<String> roles = allowed == null ? List.of() : Arrays.asList(allowed.split(" "));
        assertThat(EdgeCalls.TABLE.refusal(method, Caller.STRANGER).isEmpty()).isEqualTo(roles.contains(ANYBODY));
        for (Role role : EnumSet.allOf(Role.class)) {
            assertThat(EdgeCalls.TABLE.refusal(method, member(role)).isEmpty())
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
