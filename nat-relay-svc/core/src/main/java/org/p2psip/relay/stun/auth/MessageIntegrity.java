package org.p2psip.relay.stun.auth;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.StunMessage;

/**
 * MESSAGE-INTEGRITY (RFC 8489 section 14.5) and MESSAGE-INTEGRITY-SHA256 (section 14.6): an HMAC of the message up to
 * the attribute, with a header length that ends behind the attribute.
 */
public enum MessageIntegrity {
    SHA1(0x0008, 20, 20, "HmacSHA1"),
    SHA256(0x001C, 32, 16, "HmacSHA256");

    private static final int LENGTH_AT = 2;

    private final int type;
    private final int octets;
    private final int leastOctets;
    private final String algorithm;

    MessageIntegrity(int type, int octets, int leastOctets, String algorithm) {
        this.type = type;
        this.octets = octets;
        this.leastOctets = leastOctets;
        this.algorithm = algorithm;
    }

    /** Of the attribute. */
    public int type() {
        return type;
    }

    /**
     * Whether the attribute is in the message and its value is right. Compared in a time that says nothing of the value.
     *
     * @param datagram the message as it was received, from its position to its limit, decoded without a defect
     */
    public boolean verify(ByteBuffer datagram, byte[] key) {
        ByteBuffer message = datagram.slice();
        int at = StunMessage.HEADER_OCTETS;
        while (at + Attribute.HEADER_OCTETS <= message.limit()) {
            int length = Short.toUnsignedInt(message.getShort(at + 2));
            if (Short.toUnsignedInt(message.getShort(at)) == type) {
                return length >= leastOctets
                        && length <= octets
                        && length % 4 == 0
                        && matches(message, at, length, key);
            }
            at += Attribute.HEADER_OCTETS + (length + 3 & ~3);
        }
        return false;
    }

    private boolean matches(ByteBuffer message, int at, int length, byte[] key) {
        byte[] given = new byte[length];
        message.get(at + Attribute.HEADER_OCTETS, given);
        byte[] right = of(message, at, at + Attribute.HEADER_OCTETS + length - StunMessage.HEADER_OCTETS, key);
        // RFC 8489 section 14.6: the SHA-256 may be cut, from its end
        byte[] expected = length == right.length ? right : Arrays.copyOf(right, length);
        return MessageDigest.isEqual(given, expected);
    }

    /**
     * The whole HMAC.
     *
     * @param message from its position
     * @param end octets before the attribute
     * @param lengthField what the header's length is taken to be
     */
    byte[] of(ByteBuffer message, int end, int lengthField, byte[] key) {
        byte[] covered = new byte[end];
        message.get(message.position(), covered);
        covered[LENGTH_AT] = (byte) (lengthField >>> 8);
        covered[LENGTH_AT + 1] = (byte) lengthField;
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(covered);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    /** The same message with this attribute as its last one before the FINGERPRINT. */
    public StunMessage sign(StunMessage message, byte[] key) {
        byte[] blank = with(message, new byte[octets], false).encode();
        int end = blank.length - Attribute.HEADER_OCTETS - octets;
        byte[] value = of(ByteBuffer.wrap(blank), end, blank.length - StunMessage.HEADER_OCTETS, key);
        return with(message, value, message.fingerprint());
    }

    private StunMessage with(StunMessage message, byte[] value, boolean fingerprint) {
        List<Attribute> attributes = new ArrayList<>(message.attributes());
        attributes.add(new Attribute(type, value));
        return new StunMessage(message.type(), message.transactionId(), attributes, fingerprint);
    }
}
