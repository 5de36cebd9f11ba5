package org.p2psip.routing.message;

/** The requests that the overlay carries for others (RFC 6940 section 14.8); the answer's code is one more. */
public enum Method {
    STORE(7, true),
    FETCH(9, true),
    FIND(13, false),
    STAT(25, true),
    APP_ATTACH(29, false),
    CONFIG_UPDATE(33, false);

    private final int code;
    private final boolean storage;

    Method(int code, boolean storage) {
        this.code = code;
        this.storage = storage;
    }

    /** The request's message code. */
    public int code() {
        return code;
    }

    /** Whether every peer of the responsible peer's site can answer, as it reaches the same storage. */
    public boolean isStorage() {
        return storage;
    }
}
