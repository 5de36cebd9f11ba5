package org.p2psip.routing.admission;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Role;

/**
 * What a token, or another proof, allows.
 *
 * @param roles that a certificate may have
 * @param site that it is for
 * @param expiresAt end of the permission
 * @param uses certificates that it is good for, at least 1
 */
public record TokenGrant(Set<Role> roles, String site, Instant expiresAt, int uses) {
    public TokenGrant {
        roles = Set.copyOf(roles);
    }

    /** What is left of it after one more use; empty when that was the last. */
    public Optional<TokenGrant> used() {
        return uses > 1 ? Optional.of(new TokenGrant(roles, site, expiresAt, uses - 1)) : Optional.empty();
    }
}
