package org.p2psip.edge.transaction;

import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;

/** What tells server transactions apart (RFC 3261 17.2.3). */
final class TransactionKey {
    private final String branch;
    private final String host;
    private final int port;
    private final String method;
    private final long hash;

    /**
     * @param branch branch of the topmost Via; for a client of RFC 2543, whose branch does not start with the magic
     *     cookie or is nothing but the cookie, the fields that took its place
     * @param host host of the topmost Via; empty for RFC 2543
     * @param port port of the topmost Via, -1 when absent
     * @param method the method, an ACK counting as INVITE
     * @param seed known to this edge alone, so that nobody can choose branches that all hash to the same
     */
    private TransactionKey(String branch, String host, int port, String method, long seed) {
        this.branch = branch;
        this.host = host;
        this.port = port;
        this.method = method;
        this.hash = new Fingerprint(seed).add(branch).value() + 31L * host.hashCode() + port + method.hashCode();
    }

    /** The key of the transaction that a request belongs to. */
    static TransactionKey of(SipMessage request, long seed) {
        String method = request.method();
        return of(request, method.equals("ACK") ? "INVITE" : method, seed);
    }

    /** The key of the INVITE transaction that a CANCEL means (RFC 3261 9.2). */
    static TransactionKey ofCancelledInvite(SipMessage cancel, long seed) {
        return of(cancel, "INVITE", seed);
    }

    private static TransactionKey of(SipMessage request, String method, long seed) {
        Via via = request.topVia();
        if (via.hasMagicCookie()) {
            return new TransactionKey(via.branch(), via.host(), via.port(), method, seed);
        }
        return new TransactionKey(rfc2543Fields(request, via, method), "", -1, method, seed);
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

    boolean isInvite() {
        return method.equals("INVITE");
    }

    /** All of its fields in one number, equal for equal keys. */
    long hash() {
        return hash;
    }

    /** All of its fields in one text, equal for equal keys only. */
    String text() {
        return branch + '\n' + host + '\n' + port + '\n' + method;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionKey key
                && hash == key.hash
                && port == key.port
                && branch.equals(key.branch)
                && host.equals(key.host)
                && method.equals(key.method);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }
}
