package org.p2psip.edge.proxy;

import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.ReturnPath;

/** Who collects the responses of the branches of a request. */
interface Collector {
    /** A provisional response above 100. */
    void provisional(SipMessage response);

    /** A 2xx; of an INVITE there may be several. */
    void succeeded(ClientBranch branch, SipMessage response, boolean first);

    /** Where the 2xx responses that come after the first go; null when none may. */
    ReturnPath lateSuccesses();

    /** The final response of 300 or above. */
    void refused(ClientBranch branch, SipMessage response);

    /** No final response: 408, 430, 487 or 503 stands for it. */
    void failed(ClientBranch branch, int status);
}
