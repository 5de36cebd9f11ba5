package org.p2psip.storage.service.records;

/** Why the store does not serve a request now, though nothing is broken: for whoever asked, to try again elsewhere. */
public final class NotServing extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotServing(String message) {
        // Without a stack: it is an answer, and may be one of thousands a second
        super(message, null, false, false);
    }
}
