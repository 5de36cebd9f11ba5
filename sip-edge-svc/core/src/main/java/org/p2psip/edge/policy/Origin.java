package org.p2psip.edge.policy;

import org.p2psip.edge.gateway.LiveTrunk;
import org.p2psip.edge.message.SipUri;

/** Who sent a request, as far as it shows without asking anybody. */
public sealed interface Origin {
    /** Somebody inside a dialog that was set up through an edge of this site. */
    record InDialog() implements Origin {}

    /**
     * Somebody who says that he is a user of an own domain, and has to prove it.
     *
     * @param from URI of From
     */
    record ClaimedUser(SipUri from) implements Origin {}

    /** A trunk of ours: by its source or its certificate, or one that names itself and has to prove it. */
    record ByTrunk(LiveTrunk trunk) implements Origin {
        /** Whether it has a password to prove who it is. */
        boolean needsProof() {
            return trunk.config().inbound().login().isPresent();
        }
    }

    /** Anybody else. */
    record Anyone() implements Origin {}
}
