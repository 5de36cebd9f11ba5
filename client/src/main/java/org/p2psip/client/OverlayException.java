package org.p2psip.client;

import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;

/** Why the overlay did not do what was asked. */
public final class OverlayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Error error;

    OverlayException(Error error) {
        super(error.getCode() + ": " + error.getMessage());
        this.error = error;
    }

    static OverlayException of(ErrorCode code, String message) {
        return new OverlayException(
                Error.newBuilder().setCode(code).setMessage(message).build());
    }

    /** The code of RELOAD, or of this project. */
    public ErrorCode code() {
        return error.getCode();
    }

    /** All that the peer said: with DATA_TOO_OLD and GENERATION_COUNTER_TOO_LOW what the store has. */
    public Error error() {
        return error;
    }
}
