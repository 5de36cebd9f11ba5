package org.p2psip.edge.proxy;

import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.ClientTransaction;
import org.p2psip.edge.transaction.ServerTransaction;

/**
 * All that stays of a branch after its first 2xx to an INVITE: what comes in the next 32 s, the same again mostly, is
 * forwarded as the first one was (RFC 3261 16.7 step 5). It must not keep the request: at 1500 calls a second what each
 * of them keeps for 32 s decides how hard the collector works.
 */
record LateSuccesses(ServerTransaction invite) implements ClientTransaction.User {
    @Override
    public void responded(SipMessage response) {
        if (response.status() / 100 == 2) {
            invite.succeededAgain(response.status(), forwarded(response));
        }
    }

    /** A response as it is forwarded. */
    static byte[] forwarded(SipMessage response) {
        return response.edit().removeFirstValue(Header.VIA).toBytes();
    }

    @Override
    public void timedOut() {
        throw new IllegalStateException("a branch with a final response timed out");
    }

    @Override
    public void notSent() {
        throw new IllegalStateException("a branch with a final response was not sent");
    }
}
