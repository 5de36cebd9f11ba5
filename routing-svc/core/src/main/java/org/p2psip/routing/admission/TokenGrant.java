package org.p2psip.routing.admission;

import java.time.Instant;
import java.util.Set;
import org.p2psip.identity.Role;

/**
 * What a token, or another proof, allows.
 *
 * @param roles that a certificate may have
 * @param site that it is for
 * @param expiresAt end of the permission
 */
public record TokenGrant(Set<Role> roles, String site, Instant expiresAt) {
    public TokenGrant {
        roles = Set.copyOf(roles);
    }
}
