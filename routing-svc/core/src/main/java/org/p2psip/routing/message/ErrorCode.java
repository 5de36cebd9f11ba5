package org.p2psip.routing.message;

/** Why a request failed (RFC 6940 section 14.9), as far as routing says so. */
public enum ErrorCode {
    FORBIDDEN(0x2),
    NOT_FOUND(0x3),
    REQUEST_TIMEOUT(0x4),
    INCOMPATIBLE_WITH_OVERLAY(0x6),
    UNSUPPORTED_FORWARDING_OPTION(0x7),
    TTL_EXCEEDED(0xA),
    MESSAGE_TOO_LARGE(0xB),
    RESPONSE_TOO_LARGE(0xE),
    CONFIG_TOO_OLD(0xF),
    CONFIG_TOO_NEW(0x10),
    IN_PROGRESS(0x11),
    INVALID_MESSAGE(0x14),
    /** This project's own: a named limit is reached, and the text names it. */
    LIMIT_REACHED(65_002);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
