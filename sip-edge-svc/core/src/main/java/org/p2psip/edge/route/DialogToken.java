package org.p2psip.edge.route;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that a dialog was set up through an edge of this site: a MAC over its Call-ID, which Record-Route gives to
 * both sides and Route brings back. A request inside the dialog needs no other permission.
 */
public final class DialogToken {
    private static final String ALGORITHM = "HmacSHA256";
    /** 96 bits, a multiple of three bytes, so that no padding is needed. */
    private static final int LENGTH = 12;

    private static final byte[] PURPOSE = "dialog-token\0".getBytes(StandardCharsets.US_ASCII);

    /** Dialogs whose token is at hand; those of one index push each other out. */
    private static final int KEPT_BITS = 11;

    private static final int KEPT = 1 << KEPT_BITS;
    /** Characters of a Call-ID. */
    private static final int LONGEST_KEPT = 128;
    /** Mixes the bits of a hash into its highest ones. */
    private static final int SPREAD = 0x9E3779B9;

    private final Mac mac;
    private final String[] keptCallIds = new String[KEPT];
    private final String[] keptTokens = new String[KEPT];

    /** @param secret key shared by the edges of a site */
    public DialogToken(byte[] secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** The token of the dialogs with that Call-ID; characters that a URI parameter may have. */
    public String of(String callId) {
        int index = callId.hashCode() * SPREAD >>> Integer.SIZE - KEPT_BITS;
        if (callId.equals(keptCallIds[index])) {
            return keptTokens[index]; // ACK and BYE follow their INVITE soon
        }
        String token = made(callId);
        if (callId.length() <= LONGEST_KEPT) {
            keptCallIds[index] = callId;
            keptTokens[index] = token;
        }
        return token;
    }

    private String made(String callId) {
        mac.update(PURPOSE);
        byte[] proof = mac.doFinal(callId.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(proof, LENGTH));
    }

    /** Whether the token is that of the Call-ID. */
    public boolean proves(String token, String callId) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), of(callId).getBytes(StandardCharsets.UTF_8));
    }
}
