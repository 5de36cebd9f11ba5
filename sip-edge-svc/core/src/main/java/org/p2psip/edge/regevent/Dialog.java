package org.p2psip.edge.regevent;

import java.util.List;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/**
 * What stays the same in a subscription's dialog (RFC 3261 12.1.1).
 *
 * @param id tells it from others
 * @param local From of its NOTIFYs, with our tag
 * @param remote To of its NOTIFYs, with the subscriber's tag
 * @param routes route set: Record-Route of the SUBSCRIBE, in its order
 */
record Dialog(Id id, String local, String remote, List<String> routes) {

    /** Call-ID and tags. */
    record Id(String callId, String localTag, String remoteTag) {
        /** Of a request inside the dialog. */
        static Id of(SipMessage request) {
            return new Id(request.callId(), request.to().tag(), request.from().tag());
        }
    }

    /** The dialog that a SUBSCRIBE sets up. */
    static Dialog of(SipMessage subscribe, String localTag) {
        return new Dialog(
                new Id(subscribe.callId(), localTag, subscribe.from().tag()),
                '<' + subscribe.to().uriText() + ">;tag=" + localTag,
                subscribe.header(Header.FROM),
                subscribe.values(Header.RECORD_ROUTE));
    }
}
