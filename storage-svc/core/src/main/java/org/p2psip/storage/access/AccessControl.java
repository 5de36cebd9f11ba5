package org.p2psip.storage.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.storage.ResourceId;

/**
 * Who may write and read a kind.
 *
 * @param policy  of writing
 * @param ofUsers whether its resources are addresses of record, which have to be of the overlay's domains (RFC 7904
 *                section 3.3)
 * @param readers roles that may read; none: everybody, as RELOAD itself has no control of reading
 */
public record AccessControl(AccessPolicy policy, boolean ofUsers, Set<Role> readers) {
    public AccessControl {
        readers = Set.copyOf(readers);
    }

    /** Readable by everybody. */
    public static AccessControl readableByAll(AccessPolicy policy, boolean ofUsers) {
        return new AccessControl(policy, ofUsers, Set.of());
    }

    /** Whether the signer may write this value. */
    public Decision mayWrite(WriteAttempt attempt, Domains domains) {
        if (ofUsers) {
            String name = name(attempt);
            Optional<String> domain = Domains.domainOf(name);
            if (domain.isEmpty()) {
                return Decision.denied("The resource has the name \"" + name
                        + "\"; this kind needs an address of record, as in alice@example.org");
            }
            if (!domains.contains(domain.get())) {
                return Decision.denied("\"" + domain.get() + "\" is not a domain of this overlay");
            }
        }
        // The project's own: an operator ends what a user registered, and makes nothing in a user's name
        return ofUsers && !attempt.exists() && attempt.writer().is(Role.OPERATOR)
                ? Decision.GRANTED
                : policy.check(attempt, domains);
    }

    /** What the request says, or, where it says only the Resource-ID and that is the signer's own, the signer's name. */
    private static String name(WriteAttempt attempt) {
        String said = attempt.resource().name();
        String user = attempt.writer().userName();
        return said.isEmpty() && ResourceId.of(user).equals(attempt.resource().id()) ? user : said;
    }

    /**
     * Whether somebody may read the kind.
     *
     * @param roles what the reader's certificate says; none without a certificate
     */
    public Decision mayRead(Set<Role> roles) {
        return readers.isEmpty() || !Collections.disjoint(readers, roles)
                ? Decision.GRANTED
                : Decision.denied("It may be read by " + EnumSet.copyOf(readers) + ", and the reader is " + roles);
    }
}
