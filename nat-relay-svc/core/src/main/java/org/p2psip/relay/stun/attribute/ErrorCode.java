package org.p2psip.relay.stun.attribute;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * ERROR-CODE (RFC 8489 section 14.8).
 *
 * @param code 300 to 699
 * @param reason for people, at most 763 octets of UTF-8
 */
public record ErrorCode(int code, String reason) {
    public static final int TYPE = 0x0009;
    /** A comprehension-required attribute that the server does not know (RFC 8489 section 6.3.1). */
    public static final ErrorCode UNKNOWN_ATTRIBUTE = new ErrorCode(420, "Unknown Attribute");

    public static final ErrorCode TRY_ALTERNATE = new ErrorCode(300, "Try Alternate");
    public static final ErrorCode BAD_REQUEST = new ErrorCode(400, "Bad Request");
    public static final ErrorCode UNAUTHENTICATED = new ErrorCode(401, "Unauthenticated");
    public static final ErrorCode STALE_NONCE = new ErrorCode(438, "Stale Nonce");

    private static final int MAX_REASON_OCTETS = 763;
    private static final int REASON_AT = 4;

    public ErrorCode {
        if (code < 300 || code > 699 || reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_OCTETS) {
            throw new IllegalArgumentException("No STUN error: " + code + " " + reason);
        }
    }

    public Attribute encode() {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[REASON_AT + text.length];
        value[2] = (byte) (code / 100);
        value[3] = (byte) (code % 100);
        System.arraycopy(text, 0, value, REASON_AT, text.length);
        return new Attribute(TYPE, value);
    }

    /** Empty when the code is out of range or the reason too long. Octets that are no UTF-8 are replaced. */
    public static Optional<ErrorCode> decode(Attribute attribute) {
        byte[] value = attribute.value();
        if (value.length < REASON_AT) {
            return Optional.empty();
        }
        int hundreds = value[2] & 0b111;
        int rest = Byte.toUnsignedInt(value[3]);
        if (hundreds < 3 || hundreds > 6 || rest > 99) {
            return Optional.empty();
        }
        String reason = new String(value, REASON_AT, value.length - REASON_AT, StandardCharsets.UTF_8);
        // a replaced octet becomes three, so the text is measured and not the value
        if (reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_OCTETS) {
            return Optional.empty();
        }
        return Optional.of(new ErrorCode(hundreds * 100 + rest, reason));
    }
}
