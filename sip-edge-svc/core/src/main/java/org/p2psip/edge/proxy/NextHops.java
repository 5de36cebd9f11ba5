package org.p2psip.edge.proxy;

import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.Hop;

/** Which servers a request may be sent to, once it is known where they are. */
public interface NextHops {
    /** Whether there are any that not every request may be sent to; else nothing has to be asked. */
    boolean areGuarded();

    /**
     * Whether a request may be sent there.
     *
     * @param uri what was resolved; null when a flow leads there
     * @param passage what the request goes by; null for nothing
     * @param led whether a dialog or the Path of a phone leads there, and not what the sender wrote alone
     */
    boolean permits(SipUri uri, Hop hop, Passage passage, boolean led);
}
