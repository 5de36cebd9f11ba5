package org.p2psip.edge.transaction;

import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;

/**
 * What tells server transactions apart (RFC 3261 17.2.3).
 *
 * @param branch branch of the topmost Via; for a client of RFC 2543, whose branch does not start with the magic cookie
 *     or is nothing but the cookie, the fields that took its place
 * @param host host of the topmost Via; empty for RFC 2543
 * @param port port of the topmost Via, -1 when absent
 * @param method the method, an ACK counting as INVITE
 */
record TransactionKey(String branch, String host, int port, String method) {
    /** The key of the transaction that a request belongs to. */
    static TransactionKey of(SipMessage request) {
        String method = request.method();
        return of(request, method.equals("ACK") ? "INVITE" : method);
    }

    /** The key of the INVITE transaction that a CANCEL means (RFC 3261 9.2). */
    static TransactionKey ofCancelledInvite(SipMessage cancel) {
        return of(cancel, "INVITE");
    }

    private static TransactionKey of(SipMessage request, String method) {
        Via via = request.topVia();
        if (via.hasMagicCookie()) {
            return new TransactionKey(via.branch(), via.host(), via.port(), method);
        }
        return new TransactionKey(rfc2543Fields(request, via, method), "", -1, method);
    }

    private static String rfc2543Fields(SipMessage request, Via via, String method) {
        StringBuilder fields = new StringBuilder(160)
                .append(request.requestUri())
                .append('\n')
                .append(request.from().tag())
                .append('\n')
                .append(request.callId())
                .append('\n')
                .append(request.cseq().number())
                .append('\n')
                .append(via);
        // An ACK has the To tag of the response, which the INVITE could not have: so INVITEs are matched without it.
        if (!method.equals("INVITE")) {
            fields.append('\n').append(request.to().tag());
        }
        return fields.toString();
    }
}
