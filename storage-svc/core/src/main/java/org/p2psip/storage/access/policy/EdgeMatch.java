package org.p2psip.storage.access.policy;

import java.util.Optional;
import org.p2psip.identity.Role;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;
import org.p2psip.storage.access.Writer;

/**
 * The signer is an edge of a site that serves the domain of the resource's address of record, and the record says which
 * user it authenticated and how; or an operator, and the record says so. The project's own.
 */
public record EdgeMatch() implements AccessPolicy {
    @Override
    public String name() {
        return "EDGE-MATCH";
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        Writer writer = attempt.writer();
        Optional<String> domain = Domains.domainOf(attempt.resource().name());
        if (domain.isEmpty()) {
            return Decision.denied(
                    "The resource has the name \"" + attempt.resource().name()
                            + "\"; an edge writes for an address of record, as in alice@example.org");
        }
        boolean edge =
                writer.is(Role.EDGE) && !writer.site().isEmpty() && domains.isServedBy(domain.get(), writer.site());
        if (!edge && !writer.is(Role.OPERATOR)) {
            return Decision.denied("The signer is " + writer.roles() + " of site \"" + writer.site()
                    + "\"; an edge of a site that serves " + domain.get() + " or an operator writes here");
        }
        return attempt.exists() ? said(attempt, edge, writer.is(Role.OPERATOR)) : Decision.GRANTED;
    }

    private static Decision said(WriteAttempt attempt, boolean edge, boolean operator) {
        if (attempt.authentication().isEmpty()) {
            return Decision.denied("The record does not say which user was authenticated, and how");
        }
        Authentication authentication = attempt.authentication().get();
        return (edge && authentication.isOfEdge()) || (operator && authentication.isOfOperator())
                ? Decision.GRANTED
                : Decision.denied("The record says that user \"" + authentication.user() + "\" was authenticated by \""
                        + authentication.method() + "\"; an edge says a user with SHA-512-256, SHA-256, MD5 or x509, "
                        + "or nobody with none, an operator says operator");
    }
}
