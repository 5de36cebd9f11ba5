package org.p2psip.edge.uac;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.DigestCredentials;
import org.p2psip.edge.digest.DigestResponse;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.digest.ReceivedChallenge;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/**
 * Answers challenges as one user (RFC 3261 22.2, 22.3, RFC 7616 3.4). It keeps the last challenge of each kind, and
 * signs the next requests with it before they are challenged, counting the uses of the nonce.
 */
public final class DigestClient {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int MAX_NONCE_COUNT = Integer.MAX_VALUE;
    private static final byte[] NO_BODY = new byte[0];

    private final String user;
    private final String password;
    private final String onlyRealm;
    private final RandomGenerator random;
    private final DigestResponse digest = new DigestResponse();
    private final Map<Header, Known> known = new EnumMap<>(Header.class);

    /**
     * @param onlyRealm the one realm whose challenges are answered; empty for any
     * @param random makes client nonces
     */
    public DigestClient(String user, String password, String onlyRealm, RandomGenerator random) {
        this.user = user;
        this.password = password;
        this.onlyRealm = onlyRealm;
        this.random = random;
    }

    /** Whether a response is a challenge. */
    public static boolean isChallenge(int status) {
        return status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** The header that answers a challenge of that status. */
    public static Header answerHeader(int status) {
        return status == UNAUTHORIZED ? Header.AUTHORIZATION : Header.PROXY_AUTHORIZATION;
    }

    /**
     * Takes a challenge in: the first of its values that can be answered (RFC 8760 section 2.4).
     *
     * @return whether it can be answered
     */
    public boolean challenged(SipMessage response) {
        Header answer = answerHeader(response.status());
        Header asked = answer == Header.AUTHORIZATION ? Header.WWW_AUTHENTICATE : Header.PROXY_AUTHENTICATE;
        for (String value : response.values(asked)) {
            Optional<ReceivedChallenge> challenge =
                    ReceivedChallenge.parse(value).filter(one -> onlyRealm.isEmpty() || onlyRealm.equals(one.realm()));
            if (challenge.isPresent()) {
                known.put(answer, new Known(challenge.get(), ha1(challenge.get())));
                return true;
            }
        }
        return false;
    }

    private String ha1(ReceivedChallenge challenge) {
        String realm = new String(challenge.realm().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return Ha1.of(challenge.algorithm(), user, realm, password);
    }

    /**
     * Credentials for a request; empty before the first challenge of that kind.
     *
     * @param answer Authorization or Proxy-Authorization
     */
    public Optional<String> credentials(Header answer, String method, String uri) {
        Known last = known.get(answer);
        if (last == null) {
            return Optional.empty();
        }
        if (last.uses == MAX_NONCE_COUNT) {
            known.remove(answer);
            return Optional.empty();
        }
        last.uses++;
        byte[] cnonce = new byte[8];
        random.nextBytes(cnonce);
        return Optional.of(credentials(last, HexFormat.of().formatHex(cnonce), method, uri));
    }

    /** As above, with a given client nonce. */
    Optional<String> credentials(Header answer, String method, String uri, String cnonce) {
        Known last = known.get(answer);
        if (last == null) {
            return Optional.empty();
        }
        last.uses++;
        return Optional.of(credentials(last, cnonce, method, uri));
    }

    private String credentials(Known last, String cnonce, String method, String uri) {
        ReceivedChallenge challenge = last.challenge;
        DigestAlgorithm algorithm = challenge.algorithm();
        String nc = challenge.qopAuth() ? "%08x".formatted(last.uses) : null;
        String qop = challenge.qopAuth() ? "auth" : null;
        DigestCredentials unsigned = new DigestCredentials(
                user, challenge.realm(), challenge.nonce(), uri, "", algorithm, qop, nc, qop == null ? null : cnonce);
        String wireUser = new String(user.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder value = new StringBuilder(256)
                .append("Digest username=")
                .append(quoted(wireUser))
                .append(", realm=")
                .append(quoted(challenge.realm()))
                .append(", nonce=")
                .append(quoted(challenge.nonce()))
                .append(", uri=")
                .append(quoted(uri))
                .append(", response=\"")
                .append(digest.expected(last.ha1, unsigned, method, NO_BODY))
                .append("\", algorithm=")
                .append(algorithm.token());
        if (qop != null) {
            value.append(", cnonce=\"")
                    .append(cnonce)
                    .append("\", qop=auth, nc=")
                    .append(nc);
        }
        if (challenge.opaque() != null) {
            value.append(", opaque=").append(quoted(challenge.opaque()));
        }
        return value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static final class Known {
        private final ReceivedChallenge challenge;
        private final String ha1;
        private int uses;

        Known(ReceivedChallenge challenge, String ha1) {
            this.challenge = challenge;
            this.ha1 = ha1;
        }
    }
}
