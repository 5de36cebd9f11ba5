package org.p2psip.edge.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The response of digest authentication (RFC 7616 3.4.1): what it has to be, and whether it is. For one thread. */
public final class DigestResponse {
    private final Hasher hasher = new Hasher();

    /**
     * The response that fits.
     *
     * @param ha1 H(user:realm:password) of the credentials' algorithm, in lower-case hex: {@link Ha1}
     * @param method method of the request
     * @param body body of the request; counts with {@code auth-int} only
     * @return lower-case hex
     */
    public String expected(String ha1, DigestCredentials credentials, String method, byte[] body) {
        DigestAlgorithm algorithm = credentials.algorithm();
        String qop = credentials.qop();
        String a2 = method + ':' + credentials.uri();
        if ("auth-int".equals(qop)) {
            a2 = a2 + ':' + hasher.hash(algorithm, body);
        }
        String ha2 = hasher.hash(algorithm, a2);
        String middle = qop == null ? "" : credentials.nc() + ':' + credentials.cnonce() + ':' + qop + ':';
        return hasher.hash(algorithm, ha1 + ':' + credentials.nonce() + ':' + middle + ha2);
    }

    /** Whether the credentials' response is the expected one; takes as long for a wrong one as for a right one. */
    public boolean matches(String ha1, DigestCredentials credentials, String method, byte[] body) {
        byte[] expected = expected(ha1, credentials, method, body).getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(expected, credentials.response().getBytes(StandardCharsets.ISO_8859_1));
    }
}
