package org.p2psip.edge.message;

/**
 * A header value that is read only when asked for does not follow its grammar: the caller answers 400 or drops the
 * message. The headers that every message has are checked by {@link SipParser} and never throw it.
 */
public final class MalformedHeaderException extends RuntimeException {
    private static final int SHOWN = 200;

    private final Header header;

    MalformedHeaderException(Header header, String value) {
        super(header.canonicalName() + " is malformed: "
                + (value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value));
        this.header = header;
    }

    /** Which header. */
    public Header header() {
        return header;
    }
}
