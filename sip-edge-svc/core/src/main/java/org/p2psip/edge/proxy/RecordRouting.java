package org.p2psip.edge.proxy;

import org.p2psip.edge.Flow;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
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

    /** Adds our values: whoever gets the request reads the topmost as the next hop back. */
    void write(MessageEditor editor, IncomingRequest request, Hop hop) {
        SipMessage message = request.message();
        Flow caller = callerFlow(request);
        Flow called = hop.flow();
        if (caller != null) {
            prepend(editor, message, caller);
        }
        if (needsPlain(request, hop, caller, called)) {
            editor.prepend(Header.RECORD_ROUTE, own.recordRoute(dialogs.of(message.callId())));
        }
        if (called != null) {
            prepend(editor, message, called);
        }
    }

    /** The flow that the caller hangs on; null when any way leads to him, or somebody before us takes care of it. */
    private Flow callerFlow(IncomingRequest request) {
        SipMessage message = request.message();
        if (message.count(Header.CONTACT) != 1 || !request.isFromFirstHop()) {
            return null;
        }
        NameAddr contact = message.contacts().getFirst();
        return outbound.phones().isNeeded(request, contact.uri()) ? request.flow() : null;
    }

    /** A URI with a flow token serves both sides when both can reach it, and no edge but this one could. */
    private boolean needsPlain(IncomingRequest request, Hop hop, Flow caller, Flow called) {
        if (caller == null && called == null) {
            return true;
        }
        if (caller != null && called != null) {
            return false;
        }
        return own.hasSite() || request.flow().transport() != hop.transport();
    }

    private void prepend(MessageEditor editor, SipMessage message, Flow flow) {
        String token = outbound.tokens().ofDialog(flow, message.callId());
        editor.prepend(Header.RECORD_ROUTE, own.recordRoute(flow, token));
    }
}
