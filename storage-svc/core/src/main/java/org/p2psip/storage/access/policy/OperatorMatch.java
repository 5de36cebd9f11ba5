package org.p2psip.storage.access.policy;

import org.p2psip.identity.Role;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;

/** The signer is an operator: the enrollment service writes with such a certificate. The project's own. */
public record OperatorMatch() implements AccessPolicy {
    @Override
    public String name() {
        return "OPERATOR-MATCH";
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        return attempt.writer().is(Role.OPERATOR)
                ? Decision.GRANTED
                : Decision.denied("The signer is " + attempt.writer().roles() + "; an operator writes here");
    }
}
