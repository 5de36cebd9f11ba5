package org.p2psip.routing.service.peer;

/** The data of this service cannot be used, which stops the start; the message is the one line for the operator. */
public final class UnusableData extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableData(String message, Throwable cause) {
        super(message, cause);
    }
}
