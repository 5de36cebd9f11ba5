package org.p2psip.edge.message;

/**
 * Builds a response of our own to a request (RFC 3261 8.2.6): Via, From, To, Call-ID and CSeq are copied,
 * Content-Length is always there. Safe on the {@code answerable} request of {@link Decoded.Malformed} too: what it lacks
 * the response lacks.
 */
public final class ResponseBuilder {
    private static final int TRYING = 100;
    private static final byte[] NO_BODY = new byte[0];
    private static final Header[] COPIED_BEHIND_VIA = {Header.FROM, Header.TO, Header.CALL_ID, Header.CSEQ};

    private final SipMessage request;
    private final int status;
    private final String reason;
    private final StringBuilder more = new StringBuilder();
    private String toTag;
    private String received;
    private int rport = -1;
    private byte[] body = NO_BODY;

    private ResponseBuilder(SipMessage request, int status, String reason) {
        this.request = request;
        this.status = status;
        this.reason = reason;
    }

    /**
     * Starts a response.
     *
     * @param status 100 to 699
     * @param reasonOrNull reason phrase; null for the standard one
     */
    public static ResponseBuilder of(SipMessage request, int status, String reasonOrNull) {
        if (status < TRYING || status > 699 || !request.isRequest()) {
            throw new IllegalArgumentException("No response " + status + " to " + request);
        }
        String reason = reasonOrNull == null ? StatusPhrase.of(status) : WireText.checked(reasonOrNull);
        return new ResponseBuilder(request, status, reason);
    }

    /** The tag for To; used when the request has none and the status is above 100. */
    public ResponseBuilder toTag(String tag) {
        toTag = WireText.checked(tag);
        return this;
    }

    /** Adds a header line behind those that are copied. */
    public ResponseBuilder header(Header header, String value) {
        return header(header.canonicalName(), value);
    }

    /** Adds a header line behind those that are copied. */
    public ResponseBuilder header(String name, String value) {
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException("No header name: " + name);
        }
        more.append(name).append(": ").append(WireText.checked(value)).append("\r\n");
        return this;
    }

    /** The body and its Content-Type. */
    public ResponseBuilder body(String contentType, byte[] content) {
        header(Header.CONTENT_TYPE, contentType);
        body = content;
        return this;
    }

    /**
     * Where the request came from (RFC 3261 18.2.1, RFC 3581 section 4).
     *
     * @param receivedOrNull address for the topmost Via's {@code received}; null leaves it as it is
     * @param rportOrMinus1 port for its {@code rport}; -1 leaves it as it is
     */
    public ResponseBuilder topViaReceived(String receivedOrNull, int rportOrMinus1) {
        received = receivedOrNull == null ? null : WireText.checked(receivedOrNull);
        rport = rportOrMinus1;
        return this;
    }

    public byte[] toBytes() {
        WireText out = new WireText(request.bodyStart() + more.length() + body.length + 256);
        out.text("SIP/2.0 ")
                .text(Integer.toString(status))
                .text(" ")
                .text(reason)
                .text("\r\n");
        appendVias(out);
        for (Header header : COPIED_BEHIND_VIA) {
            int line = request.index().next(header, 0);
            if (line >= 0 && header == Header.TO && toTag != null && status > TRYING && !hasTag()) {
                out.line("To", request.value(line) + ";tag=" + toTag);
            } else if (line >= 0) {
                appendLine(out, line);
            }
        }
        int timestamp = request.index().next(Header.TIMESTAMP, 0);
        if (status == TRYING && timestamp >= 0) {
            appendLine(out, timestamp);
        }
        return out.text(more.toString())
                .line("Content-Length", Integer.toString(body.length))
                .text("\r\n")
                .raw(body, 0, body.length)
                .toBytes();
    }

    private void appendVias(WireText out) {
        HeaderIndex index = request.index();
        int line = index.next(Header.VIA, 0);
        if (line >= 0 && request.topVia() != null && (received != null || rport > 0)) {
            String value = request.value(line);
            int comma = Grammar.comma(value, 0);
            String others = comma < 0 ? "" : value.substring(comma);
            out.line("Via", request.topVia().withSource(received, rport) + others);
            line = index.next(Header.VIA, line + 1);
        }
        for (; line >= 0; line = index.next(Header.VIA, line + 1)) {
            appendLine(out, line);
        }
    }

    private void appendLine(WireText out, int line) {
        // In the long form and without folds: not every phone reads the others
        HeaderIndex index = request.index();
        int start = index.valueStart(line);
        int end = index.valueEnd(line);
        out.text(index.kind(line).canonicalName()).text(": ");
        if (Grammar.isUnfolded(request.bytes(), start, end)) {
            out.raw(request.bytes(), start, end).text("\r\n");
        } else {
            out.text(request.value(line)).text("\r\n");
        }
    }

    private boolean hasTag() {
        if (request.to() != null) {
            return request.to().tag() != null;
        }
        String to = request.header(Header.TO);
        return Grammar.lower(to).indexOf(";tag=", Math.max(0, to.lastIndexOf('>'))) >= 0;
    }
}
