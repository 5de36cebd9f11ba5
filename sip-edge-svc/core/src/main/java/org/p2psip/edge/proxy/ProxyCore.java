package org.p2psip.edge.proxy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.location.Questions;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.outbound.Outbound;
import org.p2psip.edge.route.DialogToken;
import org.p2psip.edge.route.LoopDetection;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/** Forwards allowed requests to their targets (RFC 3261 16.5, 16.6). */
public final class ProxyCore {

    /** Answers a request for somebody who has no bindings. */
    public interface NobodyThere {
        void answer(IncomingRequest request, Aor aor);
    }

    private final ProxyContext proxy;
    private final RouteSets routeSets;
    private final NobodyThere nobodyThere;
    private final AckForwarding acks;
    private final int branches;

    /** @param branches most targets of one request */
    public ProxyCore(
            TransactionContext context,
            TransactionTable table,
            Questions questions,
            RouteSets routeSets,
            OwnAddress own,
            DialogToken dialogs,
            Outbound outbound,
            NobodyThere nobodyThere,
            int branches) {
        this.proxy = new ProxyContext(
                context,
                table,
                new HopResolver(questions),
                new Forwarding(own, outbound.tokens(), new RecordRouting(own, dialogs, outbound)),
                new LoopDetection(own),
                outbound.losses(),
                outbound.config());
        this.routeSets = routeSets;
        this.nobodyThere = nobodyThere;
        this.acks = new AckForwarding(proxy);
        this.branches = branches;
    }

    /**
     * Forwards the ACK to a 2xx.
     *
     * @param user the user of ours that it is addressed to; empty when it names where to go
     */
    public void forwardAck(RoutedRequest ack, Optional<Aor> user) {
        if (user.isEmpty()) {
            acks.forward(ack, Target.of(ack));
            return;
        }
        // A phone whose contact is its AOR: the contact preferred most is the one that was called.
        routeSets.find(user.get(), found -> found.map(ProxyCore::targets).orElse(List.of()).stream()
                .max(Comparator.comparingInt(Target::q))
                .ifPresent(target -> acks.forward(ack, target)));
    }

    /** Forwards a request to where its Route or its Request-URI says. */
    public void forward(RoutedRequest routed) {
        new ResponseContext(routed, proxy, branches, null).start(List.of(Target.of(routed)));
    }

    /** Forwards a request to the contacts of a user. */
    public void forward(RoutedRequest routed, Aor aor) {
        IncomingRequest request = routed.request();
        request.begin();
        routeSets.find(aor, found -> {
            if (!request.isAnswered()) {
                located(routed, aor, found);
            }
        });
    }

    private void located(RoutedRequest routed, Aor aor, Optional<RouteSet> found) {
        IncomingRequest request = routed.request();
        if (found.isEmpty()) {
            request.unavailable("Overlay Unavailable");
        } else if (found.get().bindings().isEmpty()) {
            nobodyThere.answer(request, aor);
        } else {
            Consumer<ResponseContext> retry = found.get().cached() ? response -> tryFresh(response, aor) : null;
            new ResponseContext(routed, proxy, branches, retry).start(targets(found.get()));
        }
    }

    /** A contact that was known already did not answer: perhaps the phone has registered another one since. */
    private void tryFresh(ResponseContext response, Aor aor) {
        routeSets.findFresh(
                aor, fresh -> response.tryAlso(fresh.map(ProxyCore::targets).orElse(List.of())));
    }

    private static List<Target> targets(RouteSet routeSet) {
        return routeSet.bindings().stream().map(Target::of).toList();
    }
}
