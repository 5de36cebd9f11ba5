package org.p2psip.relay.stun;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * FINGERPRINT (RFC 8489 section 14.7): CRC-32 of the message up to this attribute, XORed with "STUN". Always the last
 * attribute; it tells STUN from other protocols on the same port and protects against nobody.
 */
final class Fingerprint {
    static final int TYPE = 0x8028;
    static final int VALUE_OCTETS = 4;

    private static final int XOR = 0x5354554E;

    private Fingerprint() {}

    /**
     * @param message a whole message, its header's length counting the FINGERPRINT too
     * @param end octets before the attribute's own header
     */
    static int of(ByteBuffer message, int end) {
        CRC32 crc = new CRC32();
        crc.update(message.slice(message.position(), end));
        return (int) crc.getValue() ^ XOR;
    }
}
