package org.p2psip.relay.stun.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory: security features (RFC 8489 section 9.2), the second at which the nonce expires, and an
 * HMAC over both and the client's IP address. Owned by one thread.
 */
public final class Nonces {
    /** How every nonce begins that names security features. */
    static final String COOKIE = "obMatJos2";

    private static final int FEATURES_CHARS = 4;
    private static final int PASSWORD_ALGORITHMS = 1 << 23;
    private static final int USERNAME_ANONYMITY = 1 << 22;
    private static final int BODY_AT = COOKIE.length() + FEATURES_CHARS;
    private static final int MAC_OCTETS = 14;
    private static final int EXPIRY_OCTETS = Integer.BYTES;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final long lifetimeSeconds;
    private final String features;

    /** What a nonce that came back is worth. */
    public enum Verdict {
        FRESH,
        /** Of this server, but its time is over. */
        EXPIRED,
        /** Of another server, for another address, or made up. */
        FOREIGN
    }

    /**
     * @param secret at least 32 octets that nobody knows; those who share it accept each other's nonces
     * @param lifetimeSeconds at least 1
     * @param userhashes whether clients may send USERHASH
     */
    public Nonces(byte[] secret, long lifetimeSeconds, boolean userhashes) {
        this.lifetimeSeconds = lifetimeSeconds;
        int bits = PASSWORD_ALGORITHMS | (userhashes ? USERNAME_ANONYMITY : 0);
        byte[] octets = {(byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
        this.features = Base64.getEncoder().encodeToString(octets);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * @param epochSeconds now
     */
    public String issue(InetAddress client, long epochSeconds) {
        int expiry = (int) (epochSeconds + lifetimeSeconds);
        byte[] body = ByteBuffer.allocate(EXPIRY_OCTETS + MAC_OCTETS)
                .putInt(expiry)
                .put(sign(expiry, client))
                .array();
        return COOKIE + features + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    }

    public Verdict judge(String nonce, InetAddress client, long epochSeconds) {
        if (nonce.length() <= BODY_AT || !nonce.startsWith(COOKIE + features)) {
            return Verdict.FOREIGN;
        }
        byte[] body;
        try {
            body = Base64.getUrlDecoder().decode(nonce.substring(BODY_AT));
        } catch (IllegalArgumentException notBase64) {
            return Verdict.FOREIGN;
        }
        if (body.length != EXPIRY_OCTETS + MAC_OCTETS) {
            return Verdict.FOREIGN;
        }
        int expiry = ByteBuffer.wrap(body).getInt();
        if (!MessageDigest.isEqual(sign(expiry, client), Arrays.copyOfRange(body, EXPIRY_OCTETS, body.length))) {
            return Verdict.FOREIGN;
        }
        // seconds in 32 bits wrap round
        return expiry - (int) epochSeconds > 0 ? Verdict.FRESH : Verdict.EXPIRED;
    }

    private byte[] sign(int expiry, InetAddress client) {
        mac.update(features.getBytes(StandardCharsets.US_ASCII));
        mac.update(ByteBuffer.allocate(EXPIRY_OCTETS).putInt(expiry).flip());
        return Arrays.copyOf(mac.doFinal(client.getAddress()), MAC_OCTETS);
    }
}
