package org.p2psip.suite.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A STUN message as a client of TURN writes it (RFC 8489 section 5), attribute by attribute. */
final class TurnMessage {
    static final int HEADER_OCTETS = 20;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;

    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int HMAC_OCTETS = 20;
    private static final int COOKIE = 0x2112A442;

    private final int type;
    private final byte[] transactionId = new byte[12];
    private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

    /**
     * @param type the message's first 16 bits
     */
    TurnMessage(int type, RandomGenerator random) {
        this.type = type;
        random.nextBytes(transactionId);
    }

    TurnMessage with(int attribute, byte[] value) {
        attributes.writeBytes(ByteBuffer.allocate(4)
                .putShort((short) attribute)
                .putShort((short) value.length)
                .array());
        attributes.writeBytes(Arrays.copyOf(value, value.length + 3 & ~3));
        return this;
    }

    /** The credentials of a user, and what they sign: all attributes up to here. */
    TurnMessage signed(String user, String password, String realm, byte[] nonce) {
        with(USERNAME, user.getBytes(StandardCharsets.UTF_8));
        with(REALM, realm.getBytes(StandardCharsets.UTF_8));
        with(NONCE, nonce);
        try {
            byte[] key = MessageDigest.getInstance("MD5")
                    .digest((user + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return with(MESSAGE_INTEGRITY, mac.doFinal(encode(4 + HMAC_OCTETS)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5 and HMAC-SHA1", e);
        }
    }

    byte[] encode() {
        return encode(0);
    }

    private byte[] encode(int octetsToCome) {
        return ByteBuffer.allocate(HEADER_OCTETS + attributes.size())
                .putShort((short) type)
                .putShort((short) (attributes.size() + octetsToCome))
                .putInt(COOKIE)
                .put(transactionId)
                .put(attributes.toByteArray())
                .array();
    }

    /** The value of the first attribute of that type in a message. */
    static byte[] value(byte[] message, int attribute) {
        ByteBuffer in = ByteBuffer.wrap(message).position(HEADER_OCTETS);
        while (in.remaining() >= 4) {
            int type = Short.toUnsignedInt(in.getShort());
            byte[] value = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(value);
            if (type == attribute) {
                return value;
            }
            in.position(in.position() + (-value.length & 3));
        }
        throw new AssertionError("no attribute " + attribute + " in " + Arrays.toString(message));
    }
}
