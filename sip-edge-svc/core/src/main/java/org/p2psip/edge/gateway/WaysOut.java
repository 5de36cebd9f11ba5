package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.gateway.TrunkCall.Attempt;
import org.p2psip.edge.identity.Privacy;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.proxy.Succession;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.trunk.Trunks;

/**
 * Finds the places that a call to a number of somebody else may leave by: trunks of ours by the route, and edges of other
 * sites by their GATEWAY records. A longer prefix comes first; of equal ones ours do.
 */
final class WaysOut {
    private final GatewayPeer peer;

    WaysOut(GatewayPeer peer) {
        this.peer = peer;
    }

    /** Hands over the way; when there is none, the request is answered here. */
    void find(
            IncomingRequest request,
            Called.Outside called,
            Sender sender,
            Passage inbound,
            Consumer<Succession> found) {
        if (Privacy.of(request.message()).isBeyondUs()) {
            request.reply(500, "Privacy Of Session Not Possible"); // RFC 3323 section 5
            return;
        }
        List<Attempt> own = own(called.route());
        if (!peer.configured().findsGateways() || inbound != null) {
            begin(new TrunkCall(peer, request, called.number(), sender, inbound, own), found);
            return;
        }
        request.begin();
        peer.context().questions().ask(token -> new EdgeCommand.FindGateways(token, called.number()), result -> {
            if (!request.isAnswered()) {
                List<Attempt> all = result instanceof OverlayResult.Gateways gateways
                        ? merged(own, called.route(), gateways.gateways())
                        : own;
                begin(new TrunkCall(peer, request, called.number(), sender, null, all), found);
            }
        });
    }

    private static void begin(TrunkCall call, Consumer<Succession> found) {
        if (call.begin()) {
            found.accept(call);
        }
    }

    private List<Attempt> own(Trunks.Route route) {
        List<Attempt> attempts = new ArrayList<>(2);
        if (route == null) {
            return attempts;
        }
        List<Trunks.RouteTrunk> trunks = WeightedOrder.of(
                route.trunks(),
                Trunks.RouteTrunk::priority,
                Trunks.RouteTrunk::weight,
                peer.context().random());
        for (Trunks.RouteTrunk named : trunks) {
            LiveTrunk trunk = peer.trunks().get(named.name());
            List<LiveHost> up = trunk.hosts().stream().filter(LiveHost::isUp).toList();
            List<LiveHost> order = WeightedOrder.of(
                    up,
                    host -> host.config().priority(),
                    host -> host.config().weight(),
                    peer.context().random());
            order.forEach(host -> attempts.add(new Attempt.ByTrunk(trunk, host)));
        }
        return attempts;
    }

    private List<Attempt> merged(List<Attempt> own, Trunks.Route route, List<Gateway> records) {
        int ownPrefix = route == null ? 0 : route.prefix().length();
        List<Attempt> all = new ArrayList<>(own.size() + records.size());
        List<Attempt> behind = new ArrayList<>(2);
        List<Gateway> longestFirst = new ArrayList<>(WeightedOrder.of(
                records, Gateway::priority, Gateway::weight, peer.context().random()));
        longestFirst.sort((a, b) -> b.prefix().length() - a.prefix().length());
        for (Gateway record : longestFirst) {
            SipUri target = SipUri.parse(record.target()).orElse(null);
            if (target != null && !isOurs(record, target)) {
                Attempt attempt = new Attempt.BySite(target);
                (record.prefix().length() > ownPrefix ? all : behind).add(attempt);
            }
        }
        all.addAll(own);
        all.addAll(behind);
        return all;
    }

    private boolean isOurs(Gateway record, SipUri target) {
        return peer.context().own().isOwn(target)
                || peer.configured().published().stream()
                        .anyMatch(ours -> ours.site().equals(record.site()));
    }
}
