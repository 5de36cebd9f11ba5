package org.p2psip.edge.proxy;

import org.p2psip.edge.Flow;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.FlowNeed;
import org.p2psip.edge.outbound.Outbound;
import org.p2psip.edge.route.DialogToken;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * Stays in dialogs (RFC 3261 16.6 step 4). A side that hangs on a flow of this edge is told a URI with its flow token,
 * so that what follows finds the flow from any edge (RFC 5626 section 5.3). The other side is told what every edge of
 * the site serves: the site's address, where there is one.
 */
final class RecordRouting {
    private final OwnAddress own;
    private final DialogToken dialogs;
    private final Outbound outbound;

    RecordRouting(OwnAddress own, DialogToken dialogs, Outbound outbound) {
        this.own = own;
        this.dialogs = dialogs;
        this.outbound = outbound;
    }

    /**
     * Adds our values: whoever gets the request reads the topmost as the next hop back. When the sides of the edge differ
     * in transport or IP version, each is told the address that it can use itself (RFC 5658 section 4); both come back
     * in the Route of what follows.
     *
     * @param secure whether the request asked for a {@code sips} target
     */
    void write(MessageEditor editor, IncomingRequest request, Hop hop, boolean secure) {
        SipMessage message = request.message();
        Flow from = request.flow();
        FlowNeed need = needOfCaller(request);
        Flow caller = need == FlowNeed.NONE ? null : from;
        Flow called = hop.flow();
        if (caller == null && called == null) {
            String token = dialogs.of(message.callId());
            String incoming = own.recordRoute(from.transport(), from.remote(), secure, token);
            String outgoing = own.recordRoute(hop.transport(), hop.address(), secure, token);
            editor.prepend(Header.RECORD_ROUTE, incoming);
            if (!outgoing.equals(incoming)) {
                editor.prepend(Header.RECORD_ROUTE, outgoing);
            }
            return;
        }
        if (caller != null) {
            prepend(editor, message, caller, need, secure);
        }
        if (caller == null && needsPlain(from, hop)) {
            String token = dialogs.of(message.callId());
            editor.prepend(Header.RECORD_ROUTE, own.recordRoute(from.transport(), from.remote(), secure, token));
        } else if (called == null && needsPlain(from, hop)) {
            String token = dialogs.of(message.callId());
            editor.prepend(Header.RECORD_ROUTE, own.recordRoute(hop.transport(), hop.address(), secure, token));
        }
        if (called != null) {
            prepend(editor, message, called, FlowNeed.ONLY, secure);
        }
    }

    /** None where any way leads to the caller, or somebody before us takes care of it. */
    private FlowNeed needOfCaller(IncomingRequest request) {
        SipMessage message = request.message();
        if (message.count(Header.CONTACT) != 1 || !request.isFromFirstHop()) {
            return FlowNeed.NONE;
        }
        return outbound.phones().needOf(request, message.header(Header.CONTACT));
    }

    /** With one flow: a URI with its token serves both sides when both can reach it, and only this edge could. */
    private boolean needsPlain(Flow from, Hop hop) {
        return own.hasSite()
                || from.transport() != hop.transport()
                || !own.sentBy(from.transport(), from.remote()).equals(own.sentBy(hop.transport(), hop.address()));
    }

    private void prepend(MessageEditor editor, SipMessage message, Flow flow, FlowNeed need, boolean secure) {
        String token = outbound.tokens().ofDialog(flow, need, message.callId());
        editor.prepend(Header.RECORD_ROUTE, own.recordRoute(flow, secure, token));
    }
}
