package org.p2psip.storage.access.policy;

import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;

/**
 * The Node-ID that signs, with a small number behind it, hashes to the Resource-ID (RFC 6940 section 7.3.4). The number
 * is one byte, as the iteration of a TurnServer is (RFC 6940 section 9); the RFC leaves its form open.
 *
 * @param max largest number, "max-node-multiple", 1 to {@link #LARGEST}; the smallest is 1
 */
public record NodeMultiple(int max) implements AccessPolicy {
    public static final int LARGEST = 255;

    public NodeMultiple {
        if (max < 1 || max > LARGEST) {
            throw new IllegalArgumentException("max-node-multiple is " + max + "; it is 1 to " + LARGEST);
        }
    }

    @Override
    public String name() {
        return "NODE-MULTIPLE";
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        for (int i = 1; i <= max; i++) {
            if (ResourceId.of(attempt.writer().nodeId(), i)
                    .equals(attempt.resource().id())) {
                return Decision.GRANTED;
            }
        }
        return Decision.denied("The signer is node " + attempt.writer().nodeId() + ", and none of its " + max
                + " resources is " + attempt.resource().id());
    }
}
