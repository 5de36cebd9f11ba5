package org.p2psip.relay.stun;

/** What a datagram turned out to be. */
public sealed interface Decoded permits StunMessage, Decoded.Malformed, Decoded.NotStun {
    /**
     * It says that it is STUN and breaks the rules. Discarded without an answer (RFC 8489 section 6.3).
     *
     * @param defect the first rule that it breaks
     */
    record Malformed(Defect defect) implements Decoded {}

    /** Another protocol, or noise: too short, other first bits, or neither cookie nor a sound message of RFC 3489. */
    record NotStun() implements Decoded {}

    /** The rules that a message with the magic cookie can break. */
    enum Defect {
        /** The header's length is no multiple of four. */
        ODD_LENGTH,
        /** The header's length is not that of the datagram. */
        WRONG_LENGTH,
        /** An attribute reaches beyond the message. */
        ATTRIBUTE_TOO_LONG,
        /** FINGERPRINT is not four octets, or not that of this message. */
        WRONG_FINGERPRINT,
        /** FINGERPRINT has to be the last attribute. */
        ATTRIBUTE_AFTER_FINGERPRINT
    }
}
