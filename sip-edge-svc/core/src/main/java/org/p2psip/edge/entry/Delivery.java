package org.p2psip.edge.entry;

import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.call.Calls;
import org.p2psip.edge.gateway.FromTrunk;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.gateway.TowardUser;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.policy.Destination;
import org.p2psip.edge.policy.Origin;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.registrar.Redirect;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;

/** Hands a request that may pass to the part that brings it to its destination. */
final class Delivery {
    private final TransactionContext context;
    private final ProxyCore proxy;
    private final Redirect redirect;
    private final Calls calls;
    private final GatewayPeer gateway;

    Delivery(TransactionContext context, ProxyCore proxy, Redirect redirect, Calls calls, GatewayPeer gateway) {
        this.gateway = gateway;
        this.context = context;
        this.proxy = proxy;
        this.redirect = redirect;
        this.calls = calls;
    }

    void deliver(RoutedRequest routed, Origin origin, Destination destination) {
        IncomingRequest request = routed.request();
        SipMessage message = request.message();
        if (routed.isInKnownDialog()) {
            switch (message.method()) {
                case "BYE" -> {
                    calls.ended(message.callId());
                    gateway.ended(message);
                }
                case "INVITE", "UPDATE" -> calls.refreshed(message);
                default -> {} // says nothing about how long the call lasts
            }
        }
        if (origin instanceof Origin.ByTrunk by) {
            request.byTrunk(by.trunk().name());
            if (request.isInvite() && !request.hasToTag() && !gateway.admits(by.trunk(), request)) {
                return;
            }
        }
        // Who knows the Path of a phone is an edge of the site, which has changed what had to be
        boolean byEdge = destination instanceof Destination.OnFlow && !routed.isInKnownDialog();
        Passage passage = byEdge ? null : passage(routed, origin);
        switch (destination) {
            case Destination.OwnUser user -> proxy.forward(routed, user.aor(), passage);
            case Destination.OnePhone phone -> proxy.forward(routed, phone.gruu(), passage);
            case Destination.OnFlow phone -> proxy.forward(routed, passage);
            case Destination.Redirected user -> redirect.answer(request, user.aor());
            case Destination.ByTrunks out -> leave(routed, origin, out);
            case Destination.AsRouted elsewhere -> proxy.forward(routed, passage);
            case Destination.Emergency help -> proxy.forwardEmergency(routed);
            case Destination.Refused refused -> request.reply(refused.status(), refused.reason());
        }
    }

    private void leave(RoutedRequest routed, Origin origin, Destination.ByTrunks out) {
        IncomingRequest request = routed.request();
        if (origin instanceof Origin.ByTrunk by) {
            Passage inbound = gateway.passages().fromTrunk(by.trunk(), request);
            gateway.leave(
                    request, out.called(), FromTrunk.senderOf(by.trunk()), inbound, way -> proxy.forward(routed, way));
        } else {
            gateway.leave(request, out.called(), gateway.senderOf(request), null, way -> proxy.forward(routed, way));
        }
    }

    /** What is changed on the way beyond what a proxy does; null for nothing, which is by far the most common. */
    private Passage passage(RoutedRequest routed, Origin origin) {
        IncomingRequest request = routed.request();
        if (origin instanceof Origin.ByTrunk by) {
            return gateway.passages().fromTrunk(by.trunk(), request);
        }
        Passage inDialog = origin instanceof Origin.InDialog && gateway.isActive()
                ? gateway.passages().insideDialog(routed)
                : null;
        return inDialog == null && Sender.concerns(request.message())
                ? new TowardUser(gateway.senderOf(request))
                : inDialog;
    }

    /** An ACK cannot be refused: what leads nowhere is dropped. */
    void deliverAck(RoutedRequest ack, Destination destination) {
        Passage passage = gateway.isActive() ? gateway.passages().insideDialog(ack) : null;
        switch (destination) {
            case Destination.OwnUser user -> proxy.forwardAck(ack, user.aor(), passage);
            case Destination.OnePhone phone -> proxy.forwardAck(ack, phone.gruu(), passage);
            case Destination.OnFlow phone -> proxy.forwardAck(ack, passage);
            case Destination.Redirected user -> proxy.forwardAck(ack, user.aor(), passage);
            case Destination.AsRouted elsewhere -> proxy.forwardAck(ack, passage);
            case Destination.ByTrunks never -> context.counters().add(EdgeCounter.DROPPED_REQUESTS);
            case Destination.Emergency help -> context.counters().add(EdgeCounter.DROPPED_REQUESTS);
            case Destination.Refused refused -> context.counters().add(EdgeCounter.DROPPED_REQUESTS);
        }
    }
}
