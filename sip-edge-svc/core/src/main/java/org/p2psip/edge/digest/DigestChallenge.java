package org.p2psip.edge.digest;

import java.util.List;

/**
 * A value of WWW-Authenticate or Proxy-Authenticate (RFC 7616 3.3, RFC 3261 22.4).
 *
 * @param realm protection domain, shown to users: printable ASCII
 * @param nonce the nonce
 * @param algorithm the algorithm; one challenge each (RFC 8760 2.3)
 * @param qop offered qualities of protection, separated by commas
 * @param stale whether the credentials were right and only the nonce was not: the phone tries again without asking
 */
public record DigestChallenge(String realm, String nonce, DigestAlgorithm algorithm, String qop, boolean stale) {
    /** Header values for one response, one line for each algorithm in the order given (RFC 8760 2.4). */
    public static List<String> values(
            List<DigestAlgorithm> offered, String realm, String nonce, String qop, boolean stale) {
        return offered.stream()
                .map(algorithm -> new DigestChallenge(realm, nonce, algorithm, qop, stale).toString())
                .toList();
    }

    /** The header value. */
    @Override
    public String toString() {
        String escaped = realm.replace("\\", "\\\\").replace("\"", "\\\"");
        return "Digest realm=\"" + escaped + "\", nonce=\"" + nonce + "\", "
                + (stale ? "stale=true, " : "")
                + "algorithm=" + algorithm.token() + ", qop=\"" + qop + '"';
    }
}
