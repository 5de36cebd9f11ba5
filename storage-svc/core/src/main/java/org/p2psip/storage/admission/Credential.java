package org.p2psip.storage.admission;

import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.storage.signature.Signer;

/**
 * A certificate that is trusted and not revoked.
 *
 * @param signer   for its signatures
 * @param userName "user@domain"
 * @param roles    at least one
 * @param site     where a service belongs; empty for users
 */
public record Credential(Signer signer, String userName, Set<Role> roles, String site) {
    public Credential {
        roles = Set.copyOf(roles);
    }
}
