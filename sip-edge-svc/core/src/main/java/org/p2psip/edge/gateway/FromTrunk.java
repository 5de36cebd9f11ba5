package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.p2psip.edge.Flow;
import org.p2psip.edge.gateway.SideToken.Side;
import org.p2psip.edge.identity.Privacy;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.IncomingRequest;

/** A request from a trunk to one of ours, and its responses: what the trunk asserts, and what it may not see. */
public final class FromTrunk implements Passage {
    private final DialogSecrets secrets;
    private final TrunkCalls calls;
    private final LiveTrunk trunk;
    private final IncomingRequest request;
    private final Side side;

    /** @param side what the dialog has to remember */
    FromTrunk(DialogSecrets secrets, TrunkCalls calls, LiveTrunk trunk, IncomingRequest request, Side side) {
        this.secrets = secrets;
        this.calls = calls;
        this.trunk = trunk;
        this.request = request;
        this.side = side;
    }

    /** Who a request of this trunk is believed to be from. */
    public static Sender senderOf(LiveTrunk trunk) {
        return trunk.config().trusted() ? new Sender(null, "", true) : Sender.UNKNOWN;
    }

    @Override
    public void edit(MessageEditor editor, SipMessage received, Hop hop) {
        NumberRules calling = trunk.config().inbound().calling();
        boolean normalizes = trunk.config().trusted() && !calling.rules().isEmpty();
        if (normalizes || Sender.concerns(received)) {
            boolean given = !Privacy.of(received).hidesIdentity();
            senderOf(trunk).assertTo(editor, received, given, NumberRules.NONE);
            if (normalizes && given) {
                CallingNumber.normalize(editor, received, calling, !request.hasToTag());
            }
        }
        if (!request.hasToTag()) {
            String token = secrets.sides()
                    .write(side, received.callId(), received.from().tag());
            Edits.addToRecordRoute(editor, SideToken.CALLER_PARAM, token);
        }
    }

    @Override
    public SipMessage edit(SipMessage response) {
        boolean success = response.status() >= 200 && response.status() < 300;
        if (success && (request.isInvite() || response.method().equals("UPDATE"))) {
            calls.refreshed(response);
        }
        boolean asserts = !trunk.config().trusted() && response.count(Header.P_ASSERTED_IDENTITY) > 0;
        if (!asserts && !side.hidden()) {
            return response;
        }
        MessageEditor editor = response.edit();
        if (asserts) {
            editor.remove(Header.P_ASSERTED_IDENTITY);
        }
        if (side.hidden()) {
            hide(editor, response);
        }
        return Edits.read(editor);
    }

    private void hide(MessageEditor editor, SipMessage response) {
        List<String> routes = response.values(Header.RECORD_ROUTE);
        int inner = secrets.beforeOurs(routes);
        List<String> way = new ArrayList<>(routes.subList(0, inner));
        Collections.reverse(way); // the trunk's route set is this list from its end (RFC 3261 12.1.2)
        for (int i = 0; i < inner; i++) {
            editor.removeFirstValue(Header.RECORD_ROUTE);
        }
        Optional<SipUri> contact = Edits.contactOf(response);
        if (contact.isPresent() && response.status() < 300) {
            Flow flow = request.flow();
            String user = secrets.paths().hide(contact.get().text(), way);
            String hostPort = secrets.own().sentBy(flow.transport(), flow.remote());
            Edits.replaceContact(editor, user, hostPort, flow.transport().parameter());
        }
        Edits.removeTelling(editor);
    }
}
