package org.p2psip.edge.digest;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues nonces and checks them. Any edge of a site can check, since they share the secret; only the one that issued it
 * accepts a nonce, since it alone knows how often it was used. For one thread.
 */
public final class NonceSigner {
    /** The least length of a secret, in bytes. */
    public static final int MIN_SECRET_BYTES = 32;

    private static final String MAC = "HmacSHA256";
    private static final int CONTENT_BYTES = 3 * Long.BYTES + Integer.BYTES;
    private static final int MAC_BYTES = 16;
    private static final int NONCE_BYTES = CONTENT_BYTES + MAC_BYTES;

    /** Base64url of {@link #NONCE_BYTES}, without padding. */
    private static final int NONCE_CHARACTERS = (NONCE_BYTES * 8 + 5) / 6;

    private final Mac mac;
    private final long edge;
    private final long lifetimeMillis;
    private long sequence;

    /**
     * Makes a signer.
     *
     * @param secret shared by the edges of a site, at least {@link #MIN_SECRET_BYTES}
     * @param edge number of this run of this edge: random, so that nonces of an earlier run are another edge's
     * @param lifetimeMillis a nonce is stale after that, in ms
     */
    public NonceSigner(byte[] secret, long edge, long lifetimeMillis) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "A secret of " + secret.length + " bytes is too short: " + MIN_SECRET_BYTES + " is the least");
        }
        try {
            mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("This Java has no " + MAC, e);
        }
        this.edge = edge;
        this.lifetimeMillis = lifetimeMillis;
    }

    /**
     * A new nonce.
     *
     * @param source tells to whom it goes; who comes back with it got it
     */
    public String issue(long nowMillis, int source) {
        ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putLong(nowMillis)
                .putLong(edge)
                .putLong(sequence++)
                .putInt(source);
        nonce.put(sign(nonce.array()), 0, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
    }

    /** Checks a nonce that came in. */
    public Nonce.Verdict verify(String text, long nowMillis) {
        byte[] bytes = decode(text);
        if (bytes == null
                || !MessageDigest.isEqual(
                        Arrays.copyOfRange(bytes, CONTENT_BYTES, NONCE_BYTES), Arrays.copyOf(sign(bytes), MAC_BYTES))) {
            return new Nonce.Forged();
        }
        ByteBuffer content = ByteBuffer.wrap(bytes);
        Nonce nonce = new Nonce(content.getLong(), content.getLong(), content.getLong(), content.getInt());
        // A clock that was set back makes a nonce as untrustworthy as one that ran on
        long age = Math.abs(nowMillis - nonce.issuedMillis());
        return age > lifetimeMillis || nonce.edge() != edge ? new Nonce.Stale(nonce) : new Nonce.Valid(nonce);
    }

    private byte[] sign(byte[] nonce) {
        mac.update(nonce, 0, CONTENT_BYTES);
        return mac.doFinal();
    }

    private static byte[] decode(String text) {
        if (text.length() != NONCE_CHARACTERS) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == NONCE_BYTES ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
