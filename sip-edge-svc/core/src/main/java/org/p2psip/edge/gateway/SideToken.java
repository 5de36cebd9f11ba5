package org.p2psip.edge.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What any edge of the site has to know of a dialog by a trunk: a parameter of our Record-Route, which both sides bring
 * back in Route. It is signed together with the Call-ID, so nobody can make one up or use that of another call.
 */
final class SideToken {
    /** URI parameter of Record-Route for the trunk that the call came by. */
    static final String CALLER_PARAM = "tc";

    /** URI parameter of Record-Route for the trunk that the call left by. */
    static final String CALLED_PARAM = "td";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PROOF_BYTES = 10;
    private static final int TAG_BYTES = 4;
    private static final int HEAD_BYTES = 1 + TAG_BYTES;
    private static final int HIDDEN = 1;
    private static final int ANONYMOUS = 2;
    private static final int SHIFTED = 4;

    private final Mac mac;

    /** @param secret key shared by the edges of a site */
    SideToken(byte[] secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /**
     * One side of a dialog that a trunk is on.
     *
     * @param trunk its name
     * @param hidden whether it sees nothing of what is behind this edge
     * @param anonymous whether it may not see who the user is
     * @param shifted whether CSeq numbers of our side are one higher there, as the INVITE was sent twice
     */
    record Side(String trunk, boolean hidden, boolean anonymous, boolean shifted) {}

    /** A side that was read, and whether the request that brought it comes from who called. */
    record Read(Side side, boolean fromCaller) {}

    /** The parameter's value. */
    String write(Side side, String callId, String callerTag) {
        byte[] name = side.trunk().getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[HEAD_BYTES + name.length];
        payload[0] = (byte)
                ((side.hidden() ? HIDDEN : 0) | (side.anonymous() ? ANONYMOUS : 0) | (side.shifted() ? SHIFTED : 0));
        System.arraycopy(tagHash(callerTag), 0, payload, 1, TAG_BYTES);
        System.arraycopy(name, 0, payload, HEAD_BYTES, name.length);
        byte[] token = Arrays.copyOf(payload, payload.length + PROOF_BYTES);
        System.arraycopy(proof(payload, callId), 0, token, payload.length, PROOF_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * Reads a parameter's value; empty when it is not ours, or of another call.
     *
     * @param fromTag tag of From of the request that brought it
     */
    Optional<Read> read(String value, String callId, String fromTag) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (token.length < HEAD_BYTES + PROOF_BYTES) {
            return Optional.empty();
        }
        int end = token.length - PROOF_BYTES;
        byte[] payload = Arrays.copyOf(token, end);
        if (!MessageDigest.isEqual(proof(payload, callId), Arrays.copyOfRange(token, end, token.length))) {
            return Optional.empty();
        }
        String name = new String(payload, HEAD_BYTES, end - HEAD_BYTES, StandardCharsets.UTF_8);
        boolean fromCaller = Arrays.equals(tagHash(fromTag), Arrays.copyOfRange(payload, 1, HEAD_BYTES));
        Side side =
                new Side(name, (payload[0] & HIDDEN) != 0, (payload[0] & ANONYMOUS) != 0, (payload[0] & SHIFTED) != 0);
        return Optional.of(new Read(side, fromCaller));
    }

    private byte[] proof(byte[] payload, String callId) {
        mac.update("trunk-side\0".getBytes(StandardCharsets.US_ASCII));
        mac.update(payload);
        return Arrays.copyOf(mac.doFinal(callId.getBytes(StandardCharsets.UTF_8)), PROOF_BYTES);
    }

    private byte[] tagHash(String tag) {
        mac.update("caller-tag\0".getBytes(StandardCharsets.US_ASCII));
        byte[] text = (tag == null ? "" : tag).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(mac.doFinal(text), TAG_BYTES);
    }
}
