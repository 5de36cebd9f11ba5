package org.p2psip.edge.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.p2psip.edge.Aor;

/**
 * Which addresses users may use that are not their own: a telephone system for its extensions, an assistant for a
 * manager. To use one is to register it (RFC 3261 10.2, third-party registration) and to call in its name.
 *
 * @param others addresses by user; {@link #ANY} as an address's user stands for every user of its domain
 */
public record IdentityConfig(Map<Aor, Set<Aor>> others) {
    /** Every user of a domain. */
    public static final String ANY = "*";

    public IdentityConfig {
        Map<Aor, Set<Aor>> copy = new HashMap<>();
        others.forEach((user, addresses) -> copy.put(user, Set.copyOf(addresses)));
        others = Map.copyOf(copy);
    }

    /** Everybody acts for himself alone. */
    public static IdentityConfig none() {
        return new IdentityConfig(Map.of());
    }

    /** Whether an authenticated user may use an address. */
    public boolean mayUse(Aor user, Aor address) {
        if (user.equals(address)) {
            return true;
        }
        Set<Aor> more = others.get(user);
        return more != null && (more.contains(address) || more.contains(new Aor(ANY, address.host())));
    }
}
