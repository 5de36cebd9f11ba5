package org.p2psip.routing.service.message;

/** A part of a message is not as the contract wants it; never leaves the mapping. */
final class Malformation extends Exception {
    private static final long serialVersionUID = 1L;

    Malformation(String reason) {
        super(reason, null, false, false);
    }
}
