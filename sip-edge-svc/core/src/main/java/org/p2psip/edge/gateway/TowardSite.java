package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.trunk.TrunkConfig;

/** A request to an edge of another site, whose trunks are to be used: sites of one overlay trust each other. */
final class TowardSite implements Passage, Outward {
    private final IncomingRequest request;
    private final Sender sender;
    private final Patience patience;

    TowardSite(GatewayContext gateway, IncomingRequest request, Sender sender) {
        this.request = request;
        this.sender = sender;
        this.patience = new Patience(gateway.agenda());
    }

    @Override
    public boolean leadsTo(InetSocketAddress server) {
        return true; // the record is signed by a site, and the caller may call the number
    }

    @Override
    public void edit(MessageEditor editor, SipMessage received, Hop hop) {
        sender.assertTo(editor, received, true, NumberRules.NONE);
    }

    @Override
    public SipMessage edit(SipMessage response) {
        return response;
    }

    @Override
    public void sent(Runnable giveUp) {
        patience.stop();
        if (request.isInvite()) {
            patience.start(TrunkConfig.Outbound.DEFAULT_ANSWER_WITHIN.toNanos(), giveUp);
        }
    }

    @Override
    public void heard() {
        patience.stop();
    }
}
