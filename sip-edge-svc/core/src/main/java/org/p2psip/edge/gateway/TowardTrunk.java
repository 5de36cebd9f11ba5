package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
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
import org.p2psip.edge.uac.DigestClient;

/**
 * A request to a trunk, and its responses: identity and privacy, topology hiding, credentials, and the CSeq that goes
 * with them.
 */
final class TowardTrunk implements Passage, Outward {
    private static final String HIDDEN_BRANCH = "z9hG4bKhidden";
    private static final List<Header> OF_THE_USER = List.of(
            Header.CALL_INFO,
            Header.REPLY_TO,
            Header.IN_REPLY_TO,
            Header.SUBJECT,
            Header.USER_AGENT,
            Header.ORGANIZATION);

    private final DialogSecrets secrets;
    private final TrunkCalls calls;
    private final LiveTrunk trunk;
    private final IncomingRequest request;
    private final Sender sender;
    private final String sideParam;
    private final Patience patience;
    private Side side;
    private boolean challenged;

    /**
     * @param sender who is said to call
     * @param side what the dialog has to remember
     * @param sideParam the parameter of Record-Route that it remembers it in
     */
    TowardTrunk(
            GatewayContext gateway,
            DialogSecrets secrets,
            TrunkCalls calls,
            LiveTrunk trunk,
            IncomingRequest request,
            Sender sender,
            Side side,
            String sideParam) {
        this.secrets = secrets;
        this.calls = calls;
        this.trunk = trunk;
        this.request = request;
        this.sender = sender;
        this.side = side;
        this.sideParam = sideParam;
        this.patience = new Patience(gateway.agenda());
    }

    /** The first side of a call to that trunk. */
    static Side sideOf(LiveTrunk trunk, Privacy wish) {
        boolean hidden = trunk.config().outbound().hideTopology() || wish.header() || wish.user();
        return new Side(trunk.name(), hidden, wish.user(), false);
    }

    @Override
    public boolean leadsTo(InetSocketAddress server) {
        return trunk.isAt(server);
    }

    private boolean isInitial() {
        return !request.hasToTag();
    }

    @Override
    public void edit(MessageEditor editor, SipMessage received, Hop hop) {
        Privacy wish = Privacy.of(received);
        NumberRules format = trunk.config().outbound().calling();
        boolean trusted = trunk.config().trusted();
        if (sender.user() != null || sender.believed() || Sender.concerns(received)) {
            sender.assertTo(editor, received, trusted && isInitial(), format);
        }
        if (side.anonymous()) {
            editor.set(Header.FROM, Anonymous.from(received.from()));
            OF_THE_USER.forEach(editor::remove);
            if (isInitial()) {
                Anonymous.done(editor, received, wish);
            }
        }
        if (side.hidden()) {
            hide(editor, received, hop);
        }
        if (isInitial()) {
            String token = secrets.sides()
                    .write(side, received.callId(), received.from().tag());
            Edits.addToRecordRoute(editor, sideParam, token);
        }
        if (side.shifted()) {
            shift(editor, received);
        }
        if (trunk.login() != null && !received.method().equals("ACK")) {
            sign(editor, received, Header.AUTHORIZATION);
            sign(editor, received, Header.PROXY_AUTHORIZATION);
        }
    }

    private void hide(MessageEditor editor, SipMessage received, Hop hop) {
        String ours = editor.firstValue(Header.VIA);
        String sentBy = secrets.own().sentBy(hop.transport(), hop.address());
        // A second Via stands for all below ours: a response with one alone would be to a request of our own
        editor.set(Header.VIA, ours + ", SIP/2.0/" + hop.transport() + ' ' + sentBy + ";branch=" + HIDDEN_BRANCH);
        List<String> below = received.values(Header.RECORD_ROUTE);
        List<String> all = Edits.values(editor, Header.RECORD_ROUTE);
        if (!below.isEmpty()) {
            List<String> left = all.subList(0, all.size() - below.size());
            if (left.isEmpty()) {
                editor.remove(Header.RECORD_ROUTE);
            } else {
                editor.set(Header.RECORD_ROUTE, String.join(", ", left));
            }
        }
        Optional<SipUri> contact = Edits.contactOf(received);
        if (contact.isPresent()) {
            String user = secrets.paths().hide(contact.get().text(), below);
            Edits.replaceContact(editor, user, sentBy, hop.transport().parameter());
        }
        Edits.removeTelling(editor);
    }

    /** The trunk counts one more than our side, as it got the INVITE twice. */
    private static void shift(MessageEditor editor, SipMessage received) {
        editor.set(Header.CSEQ, (received.cseq().number() + 1) + " " + received.method());
        String rack = received.header(Header.RACK);
        if (rack != null) {
            editor.set(Header.RACK, Rack.shifted(rack, 1));
        }
    }

    private void sign(MessageEditor editor, SipMessage received, Header header) {
        trunk.login()
                .credentials(header, received.method(), editor.requestUri())
                .ifPresent(value -> editor.append(header, value));
    }

    @Override
    public boolean answers(SipMessage challenge) {
        if (challenged || trunk.login() == null || !DigestClient.isChallenge(challenge.status())) {
            return false;
        }
        challenged = true;
        if (!trunk.login().challenged(challenge)) {
            return false;
        }
        // RFC 3261 8.2.2.2: the same CSeq outside of a dialog could be taken for a request that came two ways. In a
        // dialog it may stay, as it is not lower than before (12.2.2), and has to: the caller's next is one higher.
        if (isInitial()) {
            side = new Side(side.trunk(), side.hidden(), side.anonymous(), true);
        }
        return true;
    }

    @Override
    public SipMessage edit(SipMessage response) {
        boolean success = response.status() >= 200 && response.status() < 300;
        if (success && (request.isInvite() || response.method().equals("UPDATE"))) {
            calls.refreshed(response);
        }
        boolean asserts = !trunk.config().trusted() && response.count(Header.P_ASSERTED_IDENTITY) > 0;
        if (!asserts && !side.hidden() && !side.anonymous() && !side.shifted()) {
            return response;
        }
        SipMessage received = request.message();
        MessageEditor editor = response.edit();
        if (asserts) {
            editor.remove(Header.P_ASSERTED_IDENTITY);
        }
        if (side.shifted()) {
            editor.set(Header.CSEQ, received.cseq().toString());
        }
        if (side.anonymous()) {
            editor.set(Header.FROM, received.header(Header.FROM));
        }
        if (side.hidden()) {
            show(editor, received);
        }
        return Edits.read(editor);
    }

    /** What was taken away on the way there belongs to the response on its way back. */
    private void show(MessageEditor editor, SipMessage received) {
        List<String> vias = received.values(Header.VIA);
        editor.set(Header.VIA, editor.firstValue(Header.VIA));
        editor.append(Header.VIA, request.receivedVia());
        vias.subList(1, vias.size()).forEach(via -> editor.append(Header.VIA, via));
        if (editor.firstValue(Header.RECORD_ROUTE) != null) {
            received.values(Header.RECORD_ROUTE).forEach(route -> editor.append(Header.RECORD_ROUTE, route));
        }
    }

    @Override
    public void sent(Runnable giveUp) {
        patience.stop();
        if (request.isInvite() && isInitial()) {
            patience.start(trunk.config().outbound().answerWithin().toNanos(), giveUp);
        }
    }

    @Override
    public void heard() {
        patience.stop();
    }
}
