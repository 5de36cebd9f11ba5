package org.p2psip.edge.service.security;

import org.p2psip.identity.Role;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.tls.call.CallRoles;

/** Who may call an edge: operators. */
public final class EdgeCalls {
    /** The table. */
    public static final CallRoles TABLE = CallRoles.builder()
            .service(AdminGrpc.SERVICE_NAME)
            .roles("GetStatus", Role.OPERATOR)
            .roles("Drain", Role.OPERATOR)
            .service(EdgeAdminGrpc.SERVICE_NAME)
            .roles("ListTrunks", Role.OPERATOR)
            .roles("SetTrace", Role.OPERATOR)
            .roles("ListBans", Role.OPERATOR)
            .roles("LiftBan", Role.OPERATOR)
            .build();

    private EdgeCalls() {}
}
