package org.p2psip.edge.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The answer to a STUN Binding request (RFC 8489 sections 5, 6.3.1, 14.2, 14.7): where it came from, as
 * XOR-MAPPED-ADDRESS, and a FINGERPRINT. Requests need no credentials; what they bring of them is not looked at.
 */
public final class StunBinding {
    /** Bytes of the header. */
    public static final int HEADER_BYTES = 20;

    /** Bytes of a message with all attributes; a keepalive has less than a tenth of it. */
    public static final int MAX_BYTES = 1_280;

    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int COOKIE_OFFSET = 4;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int REQUEST = 0x0001;
    private static final int SUCCESS = 0x0101;
    private static final int ERROR = 0x0111;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_BYTES = 8;
    private static final int FINGERPRINT_XOR = 0x5354554E;
    private static final int COMPREHENSION_OPTIONAL = 0x8000;
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final byte[] UNKNOWN_REASON = {
        'U', 'n', 'k', 'n', 'o', 'w', 'n', ' ', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 0, 0, 0
    };
    private static final int UNKNOWN_REASON_LENGTH = 17;
    /** USERNAME, MESSAGE-INTEGRITY, REALM, NONCE, MESSAGE-INTEGRITY-SHA256: known, and of no use here. */
    private static final List<Integer> CREDENTIALS = List.of(0x0006, 0x0008, 0x0014, 0x0015, 0x001C);

    private StunBinding() {}

    /** Whether bytes are STUN and not SIP: no SIP message starts with a byte below 4 (RFC 7983). */
    public static boolean isStun(byte[] bytes, int off, int len) {
        return len >= HEADER_BYTES && hasCookie(bytes, off);
    }

    /** Whether the first {@value #HEADER_BYTES} bytes are a STUN header. */
    public static boolean hasCookie(byte[] bytes, int off) {
        return bytes[off] >= 0 && bytes[off] < 4 && ByteBuffer.wrap(bytes).getInt(off + COOKIE_OFFSET) == MAGIC_COOKIE;
    }

    /** Bytes of the message with that header. */
    public static int length(byte[] bytes, int off) {
        return HEADER_BYTES + (ByteBuffer.wrap(bytes).getShort(off + 2) & 0xFFFF);
    }

    /**
     * Answers a message.
     *
     * @param message one STUN message, all of it
     * @param source where it came from
     * @return the response; null when there is none: the message is malformed, or no Binding request
     */
    public static byte[] answer(byte[] message, InetSocketAddress source) {
        ByteBuffer in = ByteBuffer.wrap(message);
        if (message.length < HEADER_BYTES
                || !hasCookie(message, 0)
                || length(message, 0) != message.length
                || message.length % 4 != 0
                || message.length > MAX_BYTES
                || in.getShort(0) != REQUEST) {
            return null;
        }
        List<Integer> unknown = new ArrayList<>(0);
        int at = HEADER_BYTES;
        while (at < message.length) {
            int type = in.getShort(at) & 0xFFFF;
            int length = in.getShort(at + 2) & 0xFFFF;
            int next = at + ATTRIBUTE_HEADER + (length + 3) / 4 * 4;
            if (next > message.length) {
                return null;
            }
            if (type == FINGERPRINT) {
                boolean last = next == message.length && length == Integer.BYTES;
                if (!last || in.getInt(at + ATTRIBUTE_HEADER) != fingerprint(message, at)) {
                    return null;
                }
            } else if (type < COMPREHENSION_OPTIONAL && !CREDENTIALS.contains(type)) {
                unknown.add(type);
            }
            at = next;
        }
        return unknown.isEmpty() ? success(message, source) : unknownAttributes(message, unknown);
    }

    private static byte[] success(byte[] request, InetSocketAddress source) {
        byte[] address = source.getAddress().getAddress();
        int value = 4 + address.length;
        ByteBuffer out = response(request, SUCCESS, ATTRIBUTE_HEADER + value);
        out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) value);
        out.put((byte) 0).put((byte) (address.length == 4 ? 1 : 2));
        out.putShort((short) (source.getPort() ^ (MAGIC_COOKIE >>> 16)));
        for (int i = 0; i < address.length; i++) {
            out.put((byte) (address[i] ^ request[COOKIE_OFFSET + i])); // cookie and transaction ID stand in a row
        }
        return fingerprinted(out);
    }

    private static byte[] unknownAttributes(byte[] request, List<Integer> types) {
        int code = 4 + UNKNOWN_REASON.length;
        int list = types.size() * 2;
        ByteBuffer out = response(request, ERROR, ATTRIBUTE_HEADER + code + ATTRIBUTE_HEADER + (list + 3) / 4 * 4);
        out.putShort((short) ERROR_CODE).putShort((short) (4 + UNKNOWN_REASON_LENGTH));
        out.putShort((short) 0).put((byte) (UNKNOWN_ATTRIBUTE / 100)).put((byte) (UNKNOWN_ATTRIBUTE % 100));
        out.put(UNKNOWN_REASON);
        out.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) list);
        types.forEach(type -> out.putShort(type.shortValue()));
        out.position((out.position() + 3) / 4 * 4);
        return fingerprinted(out);
    }

    private static ByteBuffer response(byte[] request, int type, int attributes) {
        return ByteBuffer.allocate(HEADER_BYTES + attributes + FINGERPRINT_BYTES)
                .putShort((short) type)
                .putShort((short) (attributes + FINGERPRINT_BYTES))
                .put(request, COOKIE_OFFSET, HEADER_BYTES - COOKIE_OFFSET);
    }

    private static byte[] fingerprinted(ByteBuffer out) {
        int at = out.position();
        return out.putShort((short) FINGERPRINT)
                .putShort((short) Integer.BYTES)
                .putInt(fingerprint(out.array(), at))
                .array();
    }

    private static int fingerprint(byte[] message, int length) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, length);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}
