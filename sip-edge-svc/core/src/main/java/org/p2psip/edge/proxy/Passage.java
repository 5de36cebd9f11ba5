package org.p2psip.edge.proxy;

import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.Hop;

/**
 * What is changed of a request and of its responses beyond what a proxy changes, on the way to one target or on the way
 * through this edge: a gateway's business.
 */
public interface Passage {
    /** Nothing is changed: the target is one that is configured, and may be anywhere. */
    Passage CONFIGURED = new Passage() {
        @Override
        public void edit(MessageEditor editor, SipMessage received, Hop hop) {
            // as the proxy made it
        }

        @Override
        public SipMessage edit(SipMessage response) {
            return response;
        }
    };

    /**
     * Changes a request that is about to be sent; the proxy has done its part.
     *
     * @param received the request as it came in
     */
    void edit(MessageEditor editor, SipMessage received, Hop hop);

    /** The response as it goes on; the same object when nothing is to be changed. */
    SipMessage edit(SipMessage response);

    /** Whether the request is to be sent again to the same server, as this challenge can be answered. */
    default boolean answers(SipMessage challenge) {
        return false;
    }

    /**
     * The request was sent.
     *
     * @param giveUp what to do when this server is silent for too long
     */
    default void sent(Runnable giveUp) {}

    /** A response came. */
    default void heard() {}
}
