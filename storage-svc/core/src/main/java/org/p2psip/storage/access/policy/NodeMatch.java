package org.p2psip.storage.access.policy;

import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;

/** The Node-ID that signs hashes to the Resource-ID (RFC 6940 section 7.3.2). */
public record NodeMatch() implements AccessPolicy {
    @Override
    public String name() {
        return "NODE-MATCH";
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        ResourceId own = ResourceId.of(attempt.writer().nodeId());
        return own.equals(attempt.resource().id())
                ? Decision.GRANTED
                : Decision.denied("The signer is node " + attempt.writer().nodeId() + ", whose resource is " + own
                        + "; this one is " + attempt.resource().id());
    }
}
