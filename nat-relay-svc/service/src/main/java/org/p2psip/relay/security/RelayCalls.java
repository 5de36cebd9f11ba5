package org.p2psip.relay.security;

import org.p2psip.identity.Role;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.RelayGrpc;
import org.p2psip.tls.call.CallRoles;

/** Who may call a relay: edges, and operators for what every service has. */
public final class RelayCalls {
    /** The table. */
    public static final CallRoles TABLE = CallRoles.builder()
            .service(AdminGrpc.SERVICE_NAME)
            .roles("GetStatus", Role.OPERATOR)
            .roles("Drain", Role.OPERATOR)
            .service(RelayGrpc.SERVICE_NAME)
            .roles("Offer", Role.EDGE)
            .roles("Answer", Role.EDGE)
            .roles("Update", Role.EDGE)
            .roles("Delete", Role.EDGE)
            .roles("IssueTurnCredentials", Role.EDGE)
            .roles("WatchLoad", Role.EDGE)
            .build();

    private RelayCalls() {}
}
