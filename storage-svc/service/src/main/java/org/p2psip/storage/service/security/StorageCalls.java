package org.p2psip.storage.service.security;

import org.p2psip.identity.Role;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.StorageGrpc;
import org.p2psip.tls.call.CallRoles;

/** Who may call storage: the peers of its site. */
public final class StorageCalls {
    /** The table. */
    public static final CallRoles TABLE = CallRoles.builder()
            .service(StorageGrpc.SERVICE_NAME)
            .roles("Store", Role.PEER)
            .roles("Fetch", Role.PEER)
            .roles("Stat", Role.PEER)
            .roles("Remove", Role.PEER)
            .roles("Pipeline", Role.PEER)
            .roles("Scan", Role.PEER)
            .service(AdminGrpc.SERVICE_NAME)
            .roles("GetStatus", Role.OPERATOR)
            .roles("Drain", Role.OPERATOR)
            .build();

    private StorageCalls() {}
}
