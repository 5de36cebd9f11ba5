package org.p2psip.relay.security;

import org.p2psip.identity.Role;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.tls.call.CallRoles;

/** Who may call a relay: operators. */
public final class RelayCalls {
    /** The table. */
    public static final CallRoles TABLE = CallRoles.builder()
            .service(AdminGrpc.SERVICE_NAME)
            .roles("GetStatus", Role.OPERATOR)
            .roles("Drain", Role.OPERATOR)
            .build();

    private RelayCalls() {}
}
