package org.p2psip.edge.gateway;

import org.p2psip.edge.identity.Privacy;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.transaction.Hop;

/**
 * A request with an asserted or preferred identity that goes to one of ours: only what is known to be true goes on.
 *
 * @param sender who is said to have sent it
 */
public record TowardUser(Sender sender) implements Passage {
    @Override
    public void edit(MessageEditor editor, SipMessage received, Hop hop) {
        sender.assertTo(editor, received, !Privacy.of(received).hidesIdentity(), NumberRules.NONE);
    }

    @Override
    public SipMessage edit(SipMessage response) {
        return response;
    }
}
