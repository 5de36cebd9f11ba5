package org.p2psip.edge.proxy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.gruu.Gruu;
import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.message.SipUri;
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
    private final Optional<SipUri> emergencyRoute;

    public ProxyCore(
            TransactionContext context,
            TransactionTable table,
            ServerLocator servers,
            RouteSets routeSets,
            OwnAddress own,
            DialogToken dialogs,
            Outbound outbound,
            NextHops nextHops,
            NobodyThere nobodyThere,
            EdgeConfig config) {
        this.proxy = new ProxyContext(
                context,
                table,
                servers,
                new Forwarding(own, outbound.tokens(), new RecordRouting(own, dialogs, outbound)),
                new LoopDetection(own),
                new Recursion(config, own, routeSets),
                outbound.losses(),
                outbound.config(),
                nextHops);
        this.routeSets = routeSets;
        this.nobodyThere = nobodyThere;
        this.acks = new AckForwarding(proxy);
        this.branches = config.limits().branches();
        this.emergencyRoute = config.proxy().emergencyRoute();
    }

    /** Forwards the ACK to a 2xx to where it says. */
    public void forwardAck(RoutedRequest ack, Passage passage) {
        acks.forward(ack, Target.of(ack).with(passage));
    }

    /** Forwards the ACK to a 2xx to a phone whose contact is its AOR: the one preferred most is the one that was called. */
    public void forwardAck(RoutedRequest ack, Aor aor, Passage passage) {
        forwardAck(ack, new Callee(aor, null), passage);
    }

    /** Forwards the ACK to a 2xx to a phone whose contact is its GRUU. */
    public void forwardAck(RoutedRequest ack, Gruu phone, Passage passage) {
        forwardAck(ack, new Callee(phone.aor(), phone), passage);
    }

    private void forwardAck(RoutedRequest ack, Callee callee, Passage passage) {
        routeSets.find(
                callee.aor(), found -> found.map(routeSet -> callee.targets(ack, routeSet)).orElse(List.of()).stream()
                        .max(Comparator.comparingInt(Target::q))
                        .ifPresent(target -> acks.forward(ack, target.with(passage))));
    }

    /**
     * Forwards a request to where its Route or its Request-URI says.
     *
     * @param passage what is changed on the way; null for nothing
     */
    public void forward(RoutedRequest routed, Passage passage) {
        new ResponseContext(routed, proxy, branches, null)
                .start(List.of(Target.of(routed).with(passage)));
    }

    /** Forwards a request to targets that are chosen one after the other. */
    public void forward(RoutedRequest routed, Succession succession) {
        new ResponseContext(routed, proxy, branches, null).start(succession);
    }

    /** Forwards an emergency call to where it is configured to go (RFC 5031). */
    public void forwardEmergency(RoutedRequest routed) {
        Target target = Target.ofEmergency(routed, emergencyRoute.orElseThrow()).with(Passage.CONFIGURED);
        new ResponseContext(routed, proxy, branches, null).start(List.of(target));
    }

    /** Forwards a request to the contacts of a user. */
    public void forward(RoutedRequest routed, Aor aor, Passage passage) {
        forward(routed, new Callee(aor, null), passage);
    }

    /** Forwards a request to one phone of a user. */
    public void forward(RoutedRequest routed, Gruu phone, Passage passage) {
        forward(routed, new Callee(phone.aor(), phone), passage);
    }

    private void forward(RoutedRequest routed, Callee callee, Passage passage) {
        IncomingRequest request = routed.request();
        request.begin();
        routeSets.find(callee.aor(), found -> {
            if (!request.isAnswered()) {
                located(routed, callee, found, passage);
            }
        });
    }

    private void located(RoutedRequest routed, Callee callee, Optional<RouteSet> found, Passage passage) {
        IncomingRequest request = routed.request();
        if (found.isEmpty()) {
            request.unavailable("Overlay Unavailable");
            return;
        }
        List<Target> targets = Target.with(callee.targets(routed, found.get()), passage);
        if (targets.isEmpty()) {
            absent(request, callee, found.get());
        } else {
            Consumer<ResponseContext> retry =
                    found.get().cached() ? response -> tryFresh(response, routed, callee, passage) : null;
            new ResponseContext(routed, proxy, branches, retry).start(targets);
        }
    }

    private void absent(IncomingRequest request, Callee callee, RouteSet found) {
        if (callee.endsWithRegistration()) {
            request.reply(404, null); // RFC 5627 5.3
        } else if (!found.bindings().isEmpty()) {
            request.reply(480, null); // RFC 5627 6.1: another phone of that user is there
        } else {
            nobodyThere.answer(request, callee.aor());
        }
    }

    /** A contact that was known already did not answer: perhaps the phone has registered another one since. */
    private void tryFresh(ResponseContext response, RoutedRequest routed, Callee callee, Passage passage) {
        routeSets.findFresh(
                callee.aor(),
                fresh -> response.tryAlso(Target.with(
                        fresh.map(routeSet -> callee.targets(routed, routeSet)).orElse(List.of()), passage)));
    }
}
