package org.p2psip.routing.admission;

import java.util.Set;
import org.p2psip.identity.Role;

/**
 * What a new member gets.
 *
 * @param roles at least one
 * @param nodeIds how many Node-IDs, 1 to {@link AdmissionRules#NODE_ID_LIMIT}
 */
public record Admission(Set<Role> roles, String site, int nodeIds) {
    public Admission {
        roles = Set.copyOf(roles);
    }
}
