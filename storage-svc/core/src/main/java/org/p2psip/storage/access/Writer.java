package org.p2psip.storage.access;

import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.storage.NodeId;

/**
 * Who signed a value, as the certificate says it.
 *
 * @param userName "user@domain"
 * @param nodeId   the Node-ID of the certificate that the signature names
 * @param roles    at least one
 * @param site     where a service belongs; empty for users
 */
public record Writer(String userName, NodeId nodeId, Set<Role> roles, String site) {
    public Writer {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
