package org.p2psip.routing.service.security;

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
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.tls.call.Caller;

class RoutingCallsTest {
    private static final String ANYBODY = "*";

    @Test
    void everyCallThatIsServedIsInTheTable() {
        Set<String> served = Stream.of(
                        OverlayGrpc.getServiceDescriptor(),
                        PeerGrpc.getServiceDescriptor(),
                        BootstrapGrpc.getServiceDescriptor(),
                        EnrollmentGrpc.getServiceDescriptor(),
                        RingAdminGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream().map(MethodDescriptor::getFullMethodName))
                .collect(Collectors.toSet());
        assertThat(RoutingCalls.TABLE.calls()).containsAll(served);
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
                "grpc.health.v1.Health/Check | *",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo | OPERATOR"
            })
    void callMayBeMadeByTheseRolesAndNoOthers(String method, String allowed) {
        List<String> roles = allowed == null ? List.of() : Arrays.asList(allowed.split(" "));
        assertThat(RoutingCalls.TABLE.refusal(method, Caller.STRANGER).isEmpty())
                .isEqualTo(roles.contains(ANYBODY));
        for (Role role : EnumSet.allOf(Role.class)) {
            assertThat(RoutingCalls.TABLE.refusal(method, member(role)).isEmpty())
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
