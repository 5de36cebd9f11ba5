package org.p2psip.suite.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A request, outside any dialog unless it has a tag.
 *
 * @param method its method
 * @param uri the Request-URI
 * @param from the URI in From
 * @param to the URI in To
 * @param toTag the tag in To; empty outside a dialog
 * @param callId Call-ID
 * @param cseq CSeq number
 * @param extra more header lines, as they go on the wire
 */
public record SipRequest(
        String method, String uri, String from, String to, String toTag, String callId, int cseq, List<String> extra) {

    public SipRequest {
        extra = List.copyOf(extra);
    }

    /** A request with a Call-ID of its own. */
    public static SipRequest of(String method, String uri, String from, String to) {
        return new SipRequest(method, uri, from, to, "", "probe-" + UUID.randomUUID(), 1, List.of());
    }

    /** REGISTER for an AOR at its domain; no Contact asks for the bindings. */
    public static SipRequest register(String aor) {
        return of("REGISTER", "sip:" + aor.substring(aor.indexOf('@') + 1), aor, aor);
    }

    /** This with one more header line. */
    public SipRequest with(String headerLine) {
        List<String> lines = new ArrayList<>(extra);
        lines.add(headerLine);
        return new SipRequest(method, uri, from, to, toTag, callId, cseq, lines);
    }

    /** The same request again, with the next CSeq. */
    public SipRequest again() {
        return new SipRequest(method, uri, from, to, toTag, callId, cseq + 1, extra);
    }

    /** The value of the CSeq header. */
    public String cseqHeader() {
        return cseq + " " + method;
    }

    /** The bytes to send, as text, from {@code sentBy} (host:port). */
    String text(String sentBy) {
        return text(method, sentBy, "<" + to + ">" + (toTag.isEmpty() ? "" : ";tag=" + toTag), extra);
    }

    /** The ACK for a final response of 300 or above: it belongs to the same transaction (RFC 3261 17.1.1.3). */
    String ack(String sentBy, SipResponse response) {
        return text("ACK", sentBy, response.header("To").orElse("<" + to + ">"), List.of());
    }

    private String text(String wireMethod, String sentBy, String toHeader, List<String> headerLines) {
        StringBuilder text = new StringBuilder(wireMethod + " " + uri + " SIP/2.0\r\n");
        // the branch tells transactions apart: it is made of what tells requests apart
        String branch = "z9hG4bK" + callId + "-" + cseq + "-" + method;
        text.append("Via: SIP/2.0/UDP " + sentBy + ";branch=" + branch + ";rport\r\n");
        text.append("Max-Forwards: 70\r\n");
        text.append("From: <" + from + ">;tag=" + callId.hashCode() + "\r\n");
        text.append("To: " + toHeader + "\r\n");
        text.append("Call-ID: " + callId + "\r\n");
        text.append("CSeq: " + cseq + " " + wireMethod + "\r\n");
        headerLines.forEach(line -> text.append(line).append("\r\n"));
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }
}
