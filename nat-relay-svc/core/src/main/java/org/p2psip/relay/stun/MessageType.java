package org.p2psip.relay.stun;

/**
 * The first 16 bits of a STUN message: method and class, their bits interleaved (RFC 8489 section 5).
 *
 * @param method 12 bits, 0 to 0xFFF; methods that nobody implements here are kept as they are
 * @param messageClass request, indication, success or error
 */
public record MessageType(int method, MessageClass messageClass) {
    public static final int BINDING = 0x001;

    public static final MessageType BINDING_REQUEST = new MessageType(BINDING, MessageClass.REQUEST);
    public static final MessageType BINDING_INDICATION = new MessageType(BINDING, MessageClass.INDICATION);
    public static final MessageType BINDING_SUCCESS = new MessageType(BINDING, MessageClass.SUCCESS_RESPONSE);
    public static final MessageType BINDING_ERROR = new MessageType(BINDING, MessageClass.ERROR_RESPONSE);

    private static final MessageClass[] CLASSES = MessageClass.values();

    public MessageType {
        if (method < 0 || method > 0xFFF) {
            throw new IllegalArgumentException("A STUN method has 12 bits, not " + Integer.toHexString(method));
        }
    }

    /**
     * @param bits the first 16 bits of a message; the two highest are 0
     */
    static MessageType decode(int bits) {
        int method = bits & 0x000F | (bits & 0x00E0) >> 1 | (bits & 0x3E00) >> 2;
        return new MessageType(method, CLASSES[(bits & 0x0100) >> 7 | (bits & 0x0010) >> 4]);
    }

    int encode() {
        int classBits = messageClass.ordinal();
        return method & 0x000F
                | (method & 0x0070) << 1
                | (method & 0x0F80) << 2
                | (classBits & 0b10) << 7
                | (classBits & 0b01) << 4;
    }
}
