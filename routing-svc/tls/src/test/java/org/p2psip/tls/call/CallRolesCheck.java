package org.p2psip.tls.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;

/** What the test of each service's table of calls asks. */
public final class CallRolesCheck {
    /** In place of roles: strangers too. */
    private static final String ANYBODY = "*";

    private CallRolesCheck() {}

    /** Every call of these services is in the table. */
    public static void hasAllCalls(CallRoles table, ServiceDescriptor... served) {
        Set<String> calls = Arrays.stream(served)
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getFullMethodName)
                .collect(Collectors.toSet());
        assertThat(table.calls()).containsAll(calls);
    }

    /**
     * A call may be made by these and by nobody else.
     *
     * @param allowed names of roles with blanks between; "*" for everybody, null for nobody
     */
    public static void isAllowedTo(CallRoles table, String method, String allowed) {
        List<String> roles = allowed == null ? List.of() : Arrays.asList(allowed.split(" "));
        boolean everybody = roles.contains(ANYBODY);
        assertThat(table.refusal(method, Caller.STRANGER).isEmpty())
                .as(method + " by a stranger")
                .isEqualTo(everybody);
        for (Role role : Role.values()) {
            assertThat(table.refusal(method, member(role)).isEmpty())
                    .as(method + " by " + role)
                    .isEqualTo(everybody || roles.contains(role.name()));
        }
    }

    private static Caller member(Role role) {
        String nodeId = "00000000000000000000000000000001";
        return new Caller.Member(
                null,
                new Identity("example.org", List.of(nodeId), nodeId + "@example.org", Set.of(role), Optional.empty()));
    }
}
