package org.p2psip.edge.uac;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.message.SipUri;

/**
 * A request that this edge sends itself: everything but Via, CSeq, Max-Forwards, Content-Length and credentials.
 *
 * @param method the method; not INVITE
 * @param uri Request-URI
 * @param routes Route values, topmost first; the first one is where it is sent, else the Request-URI
 * @param from From value with its tag
 * @param to To value; with a tag inside a dialog
 * @param callId Call-ID
 * @param cseq CSeq number of the first attempt
 * @param contactUser user part of a Contact that names this edge at the transport used; null for no Contact
 * @param headers other header lines in order
 * @param contentType of the body; null without a body
 * @param body the body
 */
public record ClientRequest(
        String method,
        SipUri uri,
        List<String> routes,
        String from,
        String to,
        String callId,
        long cseq,
        String contactUser,
        List<HeaderLine> headers,
        String contentType,
        byte[] body) {
    private static final byte[] NO_BODY = new byte[0];

    /** One header line. */
    public record HeaderLine(String name, String value) {}

    public ClientRequest {
        routes = List.copyOf(routes);
        headers = List.copyOf(headers);
    }

    /** A request outside of any dialog, without a body. */
    public static ClientRequest of(
            String method, SipUri uri, String from, String to, String callId, long cseq, List<HeaderLine> headers) {
        return new ClientRequest(method, uri, List.of(), from, to, callId, cseq, null, headers, null, NO_BODY);
    }

    /** The same with a Contact that names this edge. */
    public ClientRequest withContact(String user) {
        return new ClientRequest(method, uri, routes, from, to, callId, cseq, user, headers, contentType, body);
    }

    /** The same with one header line more. */
    public ClientRequest with(String name, String value) {
        List<HeaderLine> more = new ArrayList<>(headers);
        more.add(new HeaderLine(name, value));
        return new ClientRequest(method, uri, routes, from, to, callId, cseq, contactUser, more, contentType, body);
    }
}
