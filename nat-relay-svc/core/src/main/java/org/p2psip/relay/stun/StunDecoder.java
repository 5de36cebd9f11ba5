package org.p2psip.relay.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.relay.stun.Decoded.Defect;

/** Reads one datagram as a STUN message (RFC 8489 sections 5, 6.3 and 14). Never throws, whatever the octets are. */
public final class StunDecoder {
    /** What follows these is not covered by them, and ignored but for the stronger one and FINGERPRINT (14.5, 14.6). */
    private static final int MESSAGE_INTEGRITY = 0x0008;

    private static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;

    private StunDecoder() {}

    /**
     * @param datagram from its position to its limit, which stay as they are
     */
    public static Decoded decode(ByteBuffer datagram) {
        ByteBuffer message = datagram.slice();
        if (message.limit() < StunMessage.HEADER_OCTETS || (message.get(0) & 0b1100_0000) != 0) {
            return new Decoded.NotStun();
        }
        TransactionId id = new TransactionId(message.getLong(4), message.getLong(12));
        Decoded decoded = decodeBody(message, id);
        // Without the cookie there is no telling a broken message of RFC 3489 from another protocol.
        return decoded instanceof Decoded.Malformed && id.classic() ? new Decoded.NotStun() : decoded;
    }

    private static Decoded decodeBody(ByteBuffer message, TransactionId id) {
        int length = Short.toUnsignedInt(message.getShort(2));
        if (length % 4 != 0) {
            return new Decoded.Malformed(Defect.ODD_LENGTH);
        }
        if (StunMessage.HEADER_OCTETS + length != message.limit()) {
            return new Decoded.Malformed(Defect.WRONG_LENGTH);
        }
        List<Attribute> attributes = new ArrayList<>();
        boolean fingerprint = false;
        int covered = 0;
        int at = StunMessage.HEADER_OCTETS;
        while (at < message.limit()) {
            if (fingerprint) {
                return new Decoded.Malformed(Defect.ATTRIBUTE_AFTER_FINGERPRINT);
            }
            int type = Short.toUnsignedInt(message.getShort(at));
            int octets = Short.toUnsignedInt(message.getShort(at + 2));
            int valueAt = at + Attribute.HEADER_OCTETS;
            if (valueAt + Attribute.padded(octets) > message.limit()) {
                return new Decoded.Malformed(Defect.ATTRIBUTE_TOO_LONG);
            }
            if (type == Fingerprint.TYPE) {
                if (octets != Fingerprint.VALUE_OCTETS || message.getInt(valueAt) != Fingerprint.of(message, at)) {
                    return new Decoded.Malformed(Defect.WRONG_FINGERPRINT);
                }
                fingerprint = true;
            } else if (covered == 0 || covered == MESSAGE_INTEGRITY && type == MESSAGE_INTEGRITY_SHA256) {
                byte[] value = new byte[octets];
                message.get(valueAt, value);
                attributes.add(new Attribute(type, value));
                covered = type == MESSAGE_INTEGRITY || type == MESSAGE_INTEGRITY_SHA256 ? type : covered;
            }
            at = valueAt + Attribute.padded(octets);
        }
        int typeBits = Short.toUnsignedInt(message.getShort(0));
        return new StunMessage(MessageType.decode(typeBits), id, attributes, fingerprint);
    }
}
