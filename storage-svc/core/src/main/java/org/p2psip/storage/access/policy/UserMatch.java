package org.p2psip.storage.access.policy;

import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;

/** The signer's user name hashes to the Resource-ID (RFC 6940 section 7.3.1). */
public record UserMatch() implements AccessPolicy {
    @Override
    public String name() {
        return "USER-MATCH";
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        String user = attempt.writer().userName();
        return ResourceId.of(user).equals(attempt.resource().id())
                ? Decision.GRANTED
                : Decision.denied("The signer is user " + user + ", whose resource is " + ResourceId.of(user)
                        + "; this one is " + attempt.resource().id());
    }
}
