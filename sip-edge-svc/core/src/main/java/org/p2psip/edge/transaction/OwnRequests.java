package org.p2psip.edge.transaction;

import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.RequestBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

/** The requests that a client transaction makes itself, out of the INVITE that it sent. */
final class OwnRequests {
    private OwnRequests() {}

    /** The ACK to a final response of 300 or above (RFC 3261 17.1.1.3). */
    static byte[] ack(byte[] invite, SipMessage response) {
        SipMessage sent = parsed(invite);
        return sameHop(sent, "ACK")
                .header(Header.TO, response.header(Header.TO))
                .header(Header.CSEQ, sent.cseq().number() + " ACK")
                .toBytes();
    }

    /** The CANCEL (RFC 3261 9.1). */
    static byte[] cancel(byte[] invite) {
        SipMessage sent = parsed(invite);
        return sameHop(sent, "CANCEL")
                .header(Header.TO, sent.header(Header.TO))
                .header(Header.CSEQ, sent.cseq().number() + " CANCEL")
                .toBytes();
    }

    private static RequestBuilder sameHop(SipMessage sent, String method) {
        RequestBuilder request = RequestBuilder.of(method, sent.requestUri())
                .header(Header.VIA, sent.values(Header.VIA).getFirst())
                .header(Header.MAX_FORWARDS, "70")
                .header(Header.FROM, sent.header(Header.FROM))
                .header(Header.CALL_ID, sent.callId());
        for (String route : sent.values(Header.ROUTE)) {
            request.header(Header.ROUTE, route);
        }
        return request;
    }

    private static SipMessage parsed(byte[] sent) {
        Decoded decoded = SipParser.datagram(sent, 0, sent.length);
        if (decoded instanceof Decoded.Complete complete) {
            return complete.message();
        }
        throw new IllegalStateException("a request that was forwarded does not parse: " + decoded);
    }
}
