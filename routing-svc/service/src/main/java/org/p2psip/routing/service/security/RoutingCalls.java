package org.p2psip.routing.service.security;

import org.p2psip.identity.Role;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.tls.call.CallRoles;

/**
 * Who may call a peer: other peers link to it, clients put, get and send through it, operators enroll and look. What must
 * go before somebody has a certificate is open to everybody: each of these calls brings its own proof, or asks for
 * nothing that is secret.
 */
public final class RoutingCalls {
    private static final Role[] OTHER_CLIENTS = {Role.RELAY, Role.OPERATOR, Role.USER};

    /** The table. */
    public static final CallRoles TABLE = CallRoles.builder()
            .service(OverlayGrpc.SERVICE_NAME)
            .roles("Put", Role.EDGE, OTHER_CLIENTS)
            .roles("Get", Role.EDGE, OTHER_CLIENTS)
            .roles("Send", Role.EDGE, OTHER_CLIENTS)
            .roles("Watch", Role.EDGE, OTHER_CLIENTS)
            .roles("Pipeline", Role.EDGE, OTHER_CLIENTS)
            .service(PeerGrpc.SERVICE_NAME)
            .roles("Link", Role.PEER)
            .roles("HandOver", Role.PEER)
            .roles("Watch", Role.PEER)
            .roles("Compare", Role.PEER)
            .service(BootstrapGrpc.SERVICE_NAME)
            .everybody("Discover")
            .service(EnrollmentGrpc.SERVICE_NAME)
            .everybody("GetConfiguration")
            .everybody("EnrollPeer")
            .everybody("RenewPeer")
            .everybody("GetRevocationLists")
            .roles("CreateToken", Role.OPERATOR)
            .roles("Revoke", Role.OPERATOR)
            .roles("RollOver", Role.OPERATOR)
            .roles("EnrollUser", Role.OPERATOR)
            .roles("EnrollUsers", Role.OPERATOR)
            .roles("SetUserDisabled", Role.OPERATOR)
            .roles("RemoveUser", Role.OPERATOR)
            .roles("ListUsers", Role.OPERATOR)
            .service(RingAdminGrpc.SERVICE_NAME)
            .roles("GetRing", Role.OPERATOR)
            .roles("Trace", Role.OPERATOR)
            .service(AdminGrpc.SERVICE_NAME)
            .roles("GetStatus", Role.OPERATOR)
            .roles("Drain", Role.OPERATOR)
            .build();

    private RoutingCalls() {}
}
