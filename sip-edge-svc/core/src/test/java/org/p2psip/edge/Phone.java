package org.p2psip.edge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.DigestCredentials;
import org.p2psip.edge.digest.DigestResponse;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Answers digest challenges as a phone does. */
final class Phone {
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]*)\"");

    private final String user;
    private final String password;
    private final String realm;

    Phone(String user, String password) {
        this(user, password, EdgeHarness.DOMAIN);
    }

    Phone(String user, String password, String realm) {
        this.user = user;
        this.password = password;
        this.realm = realm;
    }

    static String nonce(SipMessage challenge) {
        Matcher nonce = NONCE.matcher(challengeValue(challenge));
        if (!nonce.find()) {
            throw new IllegalArgumentException("no nonce in " + challenge);
        }
        return nonce.group(1);
    }

    static boolean isStale(SipMessage challenge) {
        return challengeValue(challenge).contains("stale=true");
    }

    private static String challengeValue(SipMessage challenge) {
        Header header = challenge.status() == 401 ? Header.WWW_AUTHENTICATE : Header.PROXY_AUTHENTICATE;
        return challenge.values(header).getFirst();
    }

    /** The value of Authorization or Proxy-Authorization. */
    String answer(DigestAlgorithm algorithm, String method, String uri, String nonce, int count) {
        String nc = "%08x".formatted(count);
        DigestCredentials unsigned = new DigestCredentials(user, realm, nonce, uri, "", algorithm, "auth", nc, "cn");
        String ha1 = Ha1.of(algorithm, user, realm, password);
        String response = new DigestResponse().expected(ha1, unsigned, method, new byte[0]);
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\""
                + uri + "\", response=\"" + response + "\", algorithm=" + algorithm.token() + ", qop=auth, nc=" + nc
                + ", cnonce=\"cn\"";
    }
}
