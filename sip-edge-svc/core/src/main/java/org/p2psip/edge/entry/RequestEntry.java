package org.p2psip.edge.entry;

import java.util.Optional;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.call.Calls;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.policy.CalledNumbers;
import org.p2psip.edge.policy.Destination;
import org.p2psip.edge.policy.Destinations;
import org.p2psip.edge.policy.Origin;
import org.p2psip.edge.policy.Origins;
import org.p2psip.edge.policy.Permission;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.regevent.Subscriptions;
import org.p2psip.edge.registrar.Redirect;
import org.p2psip.edge.registrar.Registrar;
import org.p2psip.edge.route.LoopDetection;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutePreprocessing;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/**
 * The way of a request into the edge: its transaction, its Route, whether it is valid, whether there is room for it, an
 * answer from here; or who sent it, where it goes, whether that may be, and on.
 */
public final class RequestEntry {
    private static final int MAX_BREADTH_EXCEEDED = 440;
    private static final int LOOP_DETECTED = 482;
    private static final int TOO_MANY_HOPS = 483;

    private final TransactionContext context;
    private final TransactionTable table;
    private final RoutePreprocessing routes;
    private final RequestValidation validation;
    private final Admission admission;
    private final LocalRequests local;
    private final Origins origins;
    private final Destinations destinations;
    private final CalledNumbers numbers;
    private final GatewayPeer gateway;
    private final Permission permission;
    private final Delivery delivery;
    private final Calls calls;
    private final IncomingRequest.CallObserver observer;
    private final Protection protection;
    private final long tagSeed;

    /** The parts that requests are handed to. */
    public record Parts(
            ProxyCore proxy,
            Registrar registrar,
            Subscriptions subscriptions,
            Redirect redirect,
            Calls calls,
            GatewayPeer gateway) {}

    /** @param tagSeed makes the To tags of this edge its own */
    public RequestEntry(
            EdgeConfig config,
            TransactionContext context,
            TransactionTable table,
            OwnAddress own,
            RoutePreprocessing routes,
            Authentication authentication,
            Authentication trunkLogins,
            Gruus gruus,
            Protection protection,
            Parts parts,
            long tagSeed) {
        this.context = context;
        this.table = table;
        this.routes = routes;
        this.validation = new RequestValidation(config, new LoopDetection(own));
        this.admission = new Admission(table, protection);
        this.origins = new Origins(config, parts.gateway);
        this.destinations = new Destinations(config, own, gruus);
        this.permission = new Permission(context, config, authentication, trunkLogins, parts.gateway);
        this.local = new LocalRequests(own, validation, permission, parts.registrar, parts.subscriptions, protection);
        this.delivery = new Delivery(context, parts.proxy, parts.redirect, parts.calls, parts.gateway);
        this.numbers = new CalledNumbers(parts.gateway, own);
        this.gateway = parts.gateway;
        this.observer = this::answered;
        this.calls = parts.calls;
        this.protection = protection;
        this.tagSeed = tagSeed;
    }

    /** From now on only requests inside known dialogs are served. */
    public void drain() {
        admission.drain();
    }

    /** A request that follows the grammar. */
    public void received(SipMessage message, Flow flow) {
        if (table.took(message)) {
            return;
        }
        IncomingRequest request = new IncomingRequest(message, flow, table, observer, tagSeed);
        try {
            switch (message.method()) {
                case "ACK" -> acknowledge(request);
                case "CANCEL" -> cancel(request);
                default -> enter(request);
            }
        } catch (MalformedHeaderException e) {
            refuseMalformed(request, 400, "Malformed " + e.header().canonicalName());
        }
    }

    /** Where a request is to go; what was hidden from a trunk is known again. */
    private RoutedRequest routed(IncomingRequest request) {
        RoutedRequest routed = routes.apply(request);
        return gateway.isActive() ? gateway.passages().reveal(routed) : routed;
    }

    private void answered(IncomingRequest invite, int status) {
        calls.answered(invite, status);
        gateway.answered(invite, status);
    }

    /** A request that breaks the grammar, as far as it can be answered. */
    public void malformed(SipMessage answerable, int status, String reason, Flow flow) {
        refuseMalformed(new IncomingRequest(answerable, flow, table, (invite, answer) -> {}, tagSeed), status, reason);
    }

    private void refuseMalformed(IncomingRequest request, int status, String reason) {
        context.counters().add(EdgeCounter.MALFORMED);
        protection.offended(request.flow(), Offence.MALFORMED, false);
        if (!request.message().method().equals("ACK")) {
            request.reply(status, reason);
        }
    }

    /** RFC 3261 16.10, 9.2. We forward nothing without a transaction, so without one there is nothing to cancel. */
    private void cancel(IncomingRequest request) {
        if (table.hasInviteOf(request.message())) {
            request.begin();
            request.reply(200, null);
            table.cancelInviteOf(request.message());
        } else if (admission.isHeard(request)) {
            request.reply(481, null);
        }
    }

    /** An ACK to a 2xx. It cannot be refused: what may not pass is dropped. */
    private void acknowledge(IncomingRequest request) {
        RoutedRequest routed = routed(request);
        if (routed.isInKnownDialog()
                && routed.uri() != null
                && request.message().maxForwards() != 0) {
            delivery.deliverAck(routed, destinations.of(routed));
        } else {
            context.counters().add(EdgeCounter.DROPPED_REQUESTS);
        }
    }

    private void enter(IncomingRequest request) {
        RoutedRequest routed = routed(request);
        if (!admission.isHeard(routed)) {
            return;
        }
        Optional<Refusal> invalid = validation.ofAny(routed);
        if (invalid.isPresent()) {
            invalid.get().answer(request);
        } else if (routed.token() == RoutedRequest.Token.FORGED) {
            context.counters().add(EdgeCounter.ROUTE_TOKENS_FORGED);
            permission.forbid(request, "Route Is Not Ours");
        } else if (isAdmitted(request, admission.refuses(routed))) {
            if (local.isFor(routed)) {
                answerHere(routed);
            } else if (isAdmitted(request, admission.refusesTransaction(routed))) {
                pass(routed);
            }
        }
    }

    private void answerHere(RoutedRequest routed) {
        IncomingRequest request = routed.request();
        if (!LocalRequests.needsTransaction(request) || isAdmitted(request, admission.refusesTransaction(routed))) {
            local.answer(request);
        }
    }

    /** Whether it may go on; else it is answered. */
    private boolean isAdmitted(IncomingRequest request, Optional<EdgeCounter> refusal) {
        if (refusal.isPresent()) {
            context.counters().add(refusal.get());
            request.unavailable(null);
        }
        return refusal.isEmpty();
    }

    private void pass(RoutedRequest routed) {
        IncomingRequest request = routed.request();
        Optional<Refusal> invalid = validation.ofForwarded(request.message());
        if (invalid.isPresent()) {
            switch (invalid.get().status()) {
                case LOOP_DETECTED -> context.counters().add(EdgeCounter.LOOPS);
                case TOO_MANY_HOPS -> context.counters().add(EdgeCounter.HOPS_EXHAUSTED);
                case MAX_BREADTH_EXCEEDED -> context.counters().add(EdgeCounter.BREADTH_EXHAUSTED);
                default -> context.counters().add(EdgeCounter.MALFORMED);
            }
            invalid.get().answer(request);
            return;
        }
        Origin origin = origins.of(routed);
        Destination destination = numbers.of(routed, origin, destinations.of(routed));
        if (destination instanceof Destination.Refused refused) {
            request.reply(refused.status(), refused.reason());
            return;
        }
        permission.toPass(request, origin, destination, () -> delivery.deliver(routed, origin, destination));
    }
}
