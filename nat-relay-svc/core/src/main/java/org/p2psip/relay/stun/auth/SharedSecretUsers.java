package org.p2psip.relay.stun.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users that somebody who shares a secret with the relay made up for a while (draft-uberti-behave-turn-rest-00, which
 * coturn and WebRTC applications follow): the name is {@code expiry:user}, the second of its end since 1970 first, and
 * the password is the base64 of the HMAC-SHA1 of the name under the secret.
 */
public final class SharedSecretUsers {
    private static final String ALGORITHM = "HmacSHA1";

    private SharedSecretUsers() {}

    /** A name that is good until then. */
    public static String username(String user, long expiryEpochSeconds) {
        return expiryEpochSeconds + ":" + user;
    }

    public static String password(String secret, String username) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether a name has the form {@code expiry} or {@code expiry:user} and its time has not come. */
    public static boolean isGood(String username, long epochSeconds) {
        int colon = username.indexOf(':');
        int end = colon < 0 ? username.length() : colon;
        // twelve digits reach far beyond any calendar and stay within a long
        if (end == 0 || end > 12) {
            return false;
        }
        long expiry = 0;
        for (int i = 0; i < end; i++) {
            char digit = username.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            expiry = expiry * 10 + digit - '0';
        }
        return expiry > epochSeconds;
    }

    /** The part of a name that says who it is, which quotas count by. */
    public static String user(String username) {
        int colon = username.indexOf(':');
        return colon < 0 ? username : username.substring(colon + 1);
    }
}
