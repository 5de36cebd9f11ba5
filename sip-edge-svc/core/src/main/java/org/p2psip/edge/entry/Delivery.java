package org.p2psip.edge.entry;

import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.call.Calls;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.policy.Destination;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.registrar.Redirect;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.TransactionContext;

/** Hands a request that may pass to the part that brings it to its destination. */
final class Delivery {
    private final TransactionContext context;
    private final ProxyCore proxy;
    private final Redirect redirect;
    private final Calls calls;

    Delivery(TransactionContext context, ProxyCore proxy, Redirect redirect, Calls calls) {
        this.context = context;
        this.proxy = proxy;
        this.redirect = redirect;
        this.calls = calls;
    }

    void deliver(RoutedRequest routed, Destination destination) {
        SipMessage message = routed.request().message();
        if (message.method().equals("BYE") && routed.isInKnownDialog()) {
            calls.ended(message.callId());
        }
        switch (destination) {
            case Destination.OwnUser user -> proxy.forward(routed, user.aor());
            case Destination.OnePhone phone -> proxy.forward(routed, phone.gruu());
            case Destination.Redirected user -> redirect.answer(routed.request(), user.aor());
            case Destination.AsRouted elsewhere -> proxy.forward(routed);
            case Destination.Refused refused -> routed.request().reply(refused.status(), refused.reason());
        }
    }

    /** An ACK cannot be refused: what leads nowhere is dropped. */
    void deliverAck(RoutedRequest ack, Destination destination) {
        switch (destination) {
            case Destination.OwnUser user -> proxy.forwardAck(ack, user.aor());
            case Destination.OnePhone phone -> proxy.forwardAck(ack, phone.gruu());
            case Destination.Redirected user -> proxy.forwardAck(ack, user.aor());
            case Destination.AsRouted elsewhere -> proxy.forwardAck(ack);
            case Destination.Refused refused -> context.counters().add(EdgeCounter.DROPPED_REQUESTS);
        }
    }
}
