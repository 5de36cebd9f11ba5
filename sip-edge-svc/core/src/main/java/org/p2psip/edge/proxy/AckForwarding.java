package org.p2psip.edge.proxy;

import java.util.List;
import java.util.Optional;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.Fingerprint;
import org.p2psip.edge.transaction.Hop;

/** Forwards the ACK to a 2xx: a request without a transaction and without a response (RFC 3261 16.11, 13.2.2.4). */
final class AckForwarding {
    private final ProxyContext proxy;

    AckForwarding(ProxyContext proxy) {
        this.proxy = proxy;
    }

    void forward(RoutedRequest ack, Target target) {
        Optional<Forwarding.Routing> routing = proxy.forwarding().routing(ack, target);
        if (routing.isEmpty()) {
            proxy.context().counters().add(EdgeCounter.DROPPED_REQUESTS);
            return;
        }
        proxy.hopsOf(routing.get(), hops -> send(ack, routing.get(), target, hops));
    }

    private void send(RoutedRequest ack, Forwarding.Routing routing, Target target, List<Hop> hops) {
        if (hops.isEmpty() || !proxy.permits(ack, routing, target, hops)) {
            proxy.context().counters().add(EdgeCounter.DROPPED_REQUESTS);
            return;
        }
        Hop hop = hops.getFirst();
        byte[] message = proxy.forwarding()
                .message(ack, routing, hop, branch(ack.request().message()), 0, target.passage());
        proxy.context().out().accept(hop.send(message, 0));
    }

    /** The same for the same ACK (16.11). */
    private static String branch(SipMessage ack) {
        String fingerprint = new Fingerprint(0)
                .add(ack.topVia().toString())
                .add(ack.callId())
                .add(ack.cseq().toString())
                .add(ack.to().tag())
                .hex();
        return "z9hG4bK" + fingerprint + ".ack";
    }
}
