package org.p2psip.storage.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The domains of the overlay's users, and the sites whose edges serve each (RFC 7904 section 3.4, as names). */
public final class Domains {
    /** No restriction: every domain, served by every site. */
    public static final Domains ANY = new Domains(Map.of());

    private final Map<String, Set<String>> sites;

    /**
     * Restricts the overlay to some domains.
     *
     * @param sites by domain in lower case the sites that serve it, none for all sites; no domain at all is no restriction
     */
    public Domains(Map<String, Set<String>> sites) {
        Map<String, Set<String>> copy = new HashMap<>();
        sites.forEach((domain, served) -> copy.put(domain, Set.copyOf(served)));
        this.sites = Map.copyOf(copy);
    }

    /** The domain of an address of record, "alice@example.org"; empty for a name that is none. */
    public static Optional<String> domainOf(String name) {
        int at = name.lastIndexOf('@');
        return at > 0 && at < name.length() - 1 ? Optional.of(name.substring(at + 1)) : Optional.empty();
    }

    /** Whether users of a domain belong to the overlay. */
    public boolean contains(String domain) {
        return sites.isEmpty() || sites.containsKey(domain);
    }

    /** Whether the edges of a site serve a domain. */
    public boolean isServedBy(String domain, String site) {
        if (sites.isEmpty()) {
            return true;
        }
        Set<String> serving = sites.get(domain);
        return serving != null && (serving.isEmpty() || serving.contains(site));
    }
}
