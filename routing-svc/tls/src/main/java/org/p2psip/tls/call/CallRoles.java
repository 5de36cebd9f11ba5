package org.p2psip.tls.call;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.p2psip.identity.Role;

/** The table of a service: which roles may make which call. A call that is not in it is refused. Immutable. */
public final class CallRoles {
    /** gRPC's own health protocol: says nothing but whether the service serves. */
    private static final String HEALTH = "grpc.health.v1.Health/";
    /** Lists the contract, for tools of operators. */
    private static final String REFLECTION = "grpc.reflection.";

    private final Map<String, Allowed> calls;

    /** Who may make a call. */
    sealed interface Allowed {
        /** Everybody, strangers too. */
        record Everybody() implements Allowed {}

        /** Who has one of these roles. */
        record Roles(Set<Role> roles) implements Allowed {}
    }

    private CallRoles(Map<String, Allowed> calls) {
        this.calls = Map.copyOf(calls);
    }

    /** Begins a table. */
    public static Builder builder() {
        return new Builder();
    }

    /** The calls in the table, "package.Service/Method". */
    public Set<String> calls() {
        return new TreeSet<>(calls.keySet());
    }

    /** Whether the table has calls that anybody may make. */
    boolean hasCallsForEverybody() {
        return calls.values().stream().anyMatch(Allowed.Everybody.class::isInstance);
    }

    /** Why a caller may not make a call; empty when it may. */
    public Optional<String> refusal(String method, Caller caller) {
        if (caller instanceof Caller.Unsecured) {
            return Optional.empty();
        }
        return switch (allowed(method)) {
            case null -> Optional.of("nobody may call " + method + ": it is not in this service's table of calls");
            case Allowed.Everybody everybody -> Optional.empty();
            case Allowed.Roles(Set<Role> roles) ->
                Collections.disjoint(roles, caller.roles())
                        ? Optional.of(method + " needs a certificate with the role " + labels(roles) + "; "
                                + (caller.roles().isEmpty()
                                        ? "the caller shows none"
                                        : "the caller's has " + labels(caller.roles())))
                        : Optional.empty();
        };
    }

    private Allowed allowed(String method) {
        Allowed allowed = calls.get(method);
        if (allowed == null && method.startsWith(HEALTH)) {
            return new Allowed.Everybody();
        }
        if (allowed == null && method.startsWith(REFLECTION)) {
            return new Allowed.Roles(Set.of(Role.OPERATOR));
        }
        return allowed;
    }

    private static String labels(Set<Role> roles) {
        return String.join(
                " or ", EnumSet.copyOf(roles).stream().map(Role::label).toList());
    }

    /** Builds a table service by service. */
    public static final class Builder {
        private final Map<String, Allowed> calls = new HashMap<>();
        private String service = "";

        private Builder() {}

        /** What follows belongs to this service, "package.Service". */
        public Builder service(String name) {
            service = name;
            return this;
        }

        /** A call that anybody may make. */
        public Builder everybody(String method) {
            return add(method, new Allowed.Everybody());
        }

        /** A call that these roles may make. */
        public Builder roles(String method, Role first, Role... others) {
            return add(method, new Allowed.Roles(Collections.unmodifiableSet(EnumSet.of(first, others))));
        }

        private Builder add(String method, Allowed allowed) {
            if (calls.put(service + "/" + method, allowed) != null) {
                throw new IllegalArgumentException(service + "/" + method + " is in the table already");
            }
            return this;
        }

        public CallRoles build() {
            return new CallRoles(calls);
        }
    }
}
