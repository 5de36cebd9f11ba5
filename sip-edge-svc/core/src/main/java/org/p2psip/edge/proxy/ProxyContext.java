package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.locate.HostLiteral;
import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.outbound.FlowLosses;
import org.p2psip.edge.outbound.FlowNeed;
import org.p2psip.edge.outbound.FlowToken;
import org.p2psip.edge.outbound.OutboundConfig;
import org.p2psip.edge.route.LoopDetection;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/**
 * What the branches of all requests share.
 *
 * @param context commands, time, timers, counts
 * @param table the transactions
 * @param servers finds where to send to
 * @param forwarding makes the requests
 * @param loops marks them
 * @param recursion follows redirections
 * @param flowLosses tells of streams that close
 * @param outbound how flows and other edges are used
 * @param nextHops which servers may be sent to
 */
record ProxyContext(
        TransactionContext context,
        TransactionTable table,
        ServerLocator servers,
        Forwarding forwarding,
        LoopDetection loops,
        Recursion recursion,
        FlowLosses flowLosses,
        OutboundConfig outbound,
        NextHops nextHops) {

    /** Hands over the hops to try, at once where no name has to be resolved; none when there is no way. */
    void hopsOf(Forwarding.Routing routing, Consumer<List<Hop>> answer) {
        if (routing.flow() == null) {
            servers.locate(routing.nextHop(), routing.isSecure(), false, answer);
            return;
        }
        switch (routing.flow()) {
            case FlowToken.Usable usable -> {
                List<Hop> found = new ArrayList<>(2);
                found.add(Hop.over(usable.flow()));
                elsewhere(routing, usable.flow(), usable.need(), found);
                answer.accept(found);
            }
            case FlowToken.Gone gone -> {
                List<Hop> found = new ArrayList<>(1);
                elsewhere(routing, gone.flow(), gone.need(), found);
                answer.accept(found);
            }
            case FlowToken.Forged forged -> {
                // Of a request that is refused; here it stood in a binding
                context.counters().add(EdgeCounter.ROUTE_TOKENS_FORGED);
                answer.accept(List.of());
            }
        }
    }

    /** Whether a request may be sent to all of the hops that were found for it. */
    boolean permits(RoutedRequest request, Forwarding.Routing routing, Target target, List<Hop> hops) {
        if (!nextHops.areGuarded() || target.passage() == Passage.CONFIGURED) {
            return true;
        }
        boolean led = request.request().hasToTag() || !target.routes().isEmpty();
        for (int i = 0; i < hops.size(); i++) {
            if (!nextHops.permits(routing.nextHop(), hops.get(i), target.passage(), led)) {
                return false;
            }
        }
        return true;
    }

    /** A phone that nobody hides: its contact, where that is on the host that the flow came from. */
    private void elsewhere(Forwarding.Routing routing, Flow flow, FlowNeed need, List<Hop> hops) {
        if (need != FlowNeed.PREFERRED) {
            return;
        }
        SipUri contact = SipUri.parse(routing.requestUri()).orElse(null);
        if (contact != null && flow.remote().getAddress().equals(HostLiteral.of(contact.host()))) {
            servers.locate(contact, hops::addAll); // an address is found at once
        }
    }
}
