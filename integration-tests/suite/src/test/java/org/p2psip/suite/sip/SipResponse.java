package org.p2psip.suite.sip;

import java.util.List;
import java.util.Optional;

/** A response as text, with the few things that tests ask of it. Header names are compared without case. */
public record SipResponse(String text) {

    /** The status code; 0 when the text is no response. */
    public int status() {
        return text.startsWith("SIP/2.0 ") ? Integer.parseInt(text.substring(8, 11)) : 0;
    }

    /** The values of all header fields of a name, in their order. */
    public List<String> headers(String name) {
        String start = name.toLowerCase() + ":";
        int end = text.indexOf("\r\n\r\n");
        return text.substring(0, end < 0 ? text.length() : end)
                .lines()
                .skip(1)
                .filter(line -> line.toLowerCase().startsWith(start))
                .map(line -> line.substring(start.length()).trim())
                .toList();
    }

    /** The first of {@link #headers}. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Whether it belongs to a request: same Call-ID and CSeq. */
    public boolean answers(SipRequest request) {
        return header("Call-ID").filter(request.callId()::equals).isPresent()
                && header("CSeq").filter(request.cseqHeader()::equals).isPresent();
    }

    @Override
    public String toString() {
        return text;
    }
}
