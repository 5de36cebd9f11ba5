package org.p2psip.relay.stun;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A STUN message (RFC 8489 section 5).
 *
 * @param type method and class
 * @param transactionId as the client chose it
 * @param attributes in their order, FINGERPRINT not among them
 * @param fingerprint whether it carries a FINGERPRINT: when decoded a right one, when encoded one is appended
 */
public record StunMessage(
        MessageType type, TransactionId transactionId, List<Attribute> attributes, boolean fingerprint)
        implements Decoded {
    public static final int HEADER_OCTETS = 20;

    private static final int FINGERPRINT_OCTETS = Attribute.HEADER_OCTETS + Fingerprint.VALUE_OCTETS;

    public StunMessage {
        attributes = List.copyOf(attributes);
        if (octets(attributes, fingerprint) - HEADER_OCTETS > 0xFFFF) {
            throw new IllegalArgumentException("The attributes do not fit a STUN message");
        }
        if (attributes.stream().anyMatch(attribute -> attribute.type() == Fingerprint.TYPE)) {
            throw new IllegalArgumentException("FINGERPRINT is computed, not given");
        }
    }

    /**
     * The first attribute of that type: later ones of the same type have no meaning (RFC 8489 section 14).
     *
     * @param attributeType 16 bits
     */
    public Optional<Attribute> first(int attributeType) {
        for (Attribute attribute : attributes) {
            if (attribute.type() == attributeType) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    /** The message for the wire. Padding is zero. */
    public byte[] encode() {
        int octets = octets(attributes, fingerprint);
        ByteBuffer message = ByteBuffer.allocate(octets);
        message.putShort((short) type.encode());
        message.putShort((short) (octets - HEADER_OCTETS));
        message.putLong(transactionId.high()).putLong(transactionId.low());
        for (Attribute attribute : attributes) {
            int next = message.position() + attribute.paddedOctets();
            byte[] value = attribute.value();
            message.putShort((short) attribute.type()).putShort((short) value.length);
            message.put(value).position(next);
        }
        if (fingerprint) {
            int end = message.position();
            message.putShort((short) Fingerprint.TYPE).putShort((short) Fingerprint.VALUE_OCTETS);
            message.putInt(Fingerprint.of(message.duplicate().rewind(), end));
        }
        return message.array();
    }

    private static int octets(List<Attribute> attributes, boolean fingerprint) {
        int octets = HEADER_OCTETS + (fingerprint ? FINGERPRINT_OCTETS : 0);
        for (Attribute attribute : attributes) {
            octets += attribute.paddedOctets();
        }
        return octets;
    }
}
