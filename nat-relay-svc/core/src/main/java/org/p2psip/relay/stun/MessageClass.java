package org.p2psip.relay.stun;

/** The four classes of STUN messages, in the order of their two bits C1 and C0 (RFC 8489 section 5). */
public enum MessageClass {
    REQUEST,
    INDICATION,
    SUCCESS_RESPONSE,
    ERROR_RESPONSE
}
