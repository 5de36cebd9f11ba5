package org.p2psip.edge.message;

/** Builds a request of our own (ACK to a refusal, CANCEL, OPTIONS): headers in the order given, Content-Length last. */
public final class RequestBuilder {
    private static final byte[] NO_BODY = new byte[0];

    private final StringBuilder head = new StringBuilder(512);
    private byte[] body = NO_BODY;

    private RequestBuilder(String method, String requestUri) {
        head.append(method).append(' ').append(WireText.checked(requestUri)).append(" SIP/2.0\r\n");
    }

    /** Starts a request. */
    public static RequestBuilder of(String method, String requestUri) {
        if (!Grammar.isToken(method)) {
            throw new IllegalArgumentException("No method: " + method);
        }
        return new RequestBuilder(method, requestUri);
    }

    /** Adds a header line. */
    public RequestBuilder header(Header header, String value) {
        return header(header.canonicalName(), value);
    }

    /** Adds a header line. */
    public RequestBuilder header(String name, String value) {
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException("No header name: " + name);
        }
        head.append(name).append(": ").append(WireText.checked(value)).append("\r\n");
        return this;
    }

    /** The body and its Content-Type. */
    public RequestBuilder body(String contentType, byte[] content) {
        header(Header.CONTENT_TYPE, contentType);
        body = content;
        return this;
    }

    public byte[] toBytes() {
        return new WireText(head.length() + body.length + 32)
                .text(head.toString())
                .line("Content-Length", Integer.toString(body.length))
                .text("\r\n")
                .raw(body, 0, body.length)
                .toBytes();
    }
}
