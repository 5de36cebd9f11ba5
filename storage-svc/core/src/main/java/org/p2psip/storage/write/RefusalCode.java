package org.p2psip.storage.write;

/** Why a write was refused: the error codes of RFC 6940 section 14.9 that a store decides, and the project's own. */
public enum RefusalCode {
    FORBIDDEN,
    INVALID_MESSAGE,
    UNKNOWN_KIND,
    DATA_TOO_LARGE,
    LIMIT_REACHED,
    GENERATION_COUNTER_TOO_LOW,
    DATA_TOO_OLD,
    ORDER_TOO_OLD,
    CERTIFICATE_UNKNOWN
}
