package org.p2psip.edge.trunk;

import java.util.Set;
import org.p2psip.edge.Aor;

/**
 * Which users may do something. They are always authenticated ones.
 *
 * @param everyone every user of any own domain
 * @param users these users
 * @param domains all users of these domains, lower case
 */
public record Callers(boolean everyone, Set<Aor> users, Set<String> domains) {
    public static final Callers EVERYONE = new Callers(true, Set.of(), Set.of());
    public static final Callers NOBODY = new Callers(false, Set.of(), Set.of());

    public Callers {
        users = Set.copyOf(users);
        domains = Set.copyOf(domains);
    }

    public boolean contain(Aor user) {
        return everyone || users.contains(user) || domains.contains(user.host());
    }
}
