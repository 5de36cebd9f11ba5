package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.transaction.Hop;

/**
 * A request that comes by one trunk and leaves by another.
 *
 * @param inbound of the trunk that it came by
 * @param outbound of the one that it leaves by
 */
record BothPassages(Passage inbound, Passage outbound) implements Passage, Outward {
    @Override
    public boolean leadsTo(InetSocketAddress server) {
        return outbound instanceof Outward toward && toward.leadsTo(server)
                || inbound instanceof Outward back && back.leadsTo(server);
    }

    @Override
    public void edit(MessageEditor editor, SipMessage received, Hop hop) {
        inbound.edit(editor, received, hop);
        outbound.edit(editor, received, hop);
    }

    @Override
    public SipMessage edit(SipMessage response) {
        return inbound.edit(outbound.edit(response));
    }

    @Override
    public boolean answers(SipMessage challenge) {
        return outbound.answers(challenge);
    }

    @Override
    public void sent(Runnable giveUp) {
        outbound.sent(giveUp);
    }

    @Override
    public void heard() {
        outbound.heard();
    }
}
