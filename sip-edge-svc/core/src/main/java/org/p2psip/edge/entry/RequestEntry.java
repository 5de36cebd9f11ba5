package org.p2psip.edge.entry;

import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Flow;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.call.Calls;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.registrar.Redirect;
import org.p2psip.edge.registrar.Registrar;
import org.p2psip.edge.route.LoopDetection;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutePreprocessing;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.ServerTransaction;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/** Takes a request in: finds its transaction, or checks it and hands it to the part that answers or forwards it. */
public final class RequestEntry {
    private static final String ALLOW = "REGISTER, OPTIONS, INVITE, ACK, CANCEL, BYE";

    private final TransactionContext context;
    private final TransactionTable table;
    private final OwnAddress own;
    private final RoutePreprocessing routes;
    private final RequestValidation validation;
    private final Permission permission;
    private final Parts parts;
    private final Set<String> redirectDomains;
    private final long tagSeed;
    private boolean draining;

    /** The parts that requests are handed to. */
    public record Parts(ProxyCore proxy, Registrar registrar, Redirect redirect, Calls calls) {}

    /** @param tagSeed makes the To tags of this edge its own */
    public RequestEntry(
            EdgeConfig config,
            TransactionContext context,
            TransactionTable table,
            OwnAddress own,
            RoutePreprocessing routes,
            Authentication authentication,
            Parts parts,
            long tagSeed) {
        this.context = context;
        this.table = table;
        this.own = own;
        this.routes = routes;
        this.validation = new RequestValidation(new LoopDetection(own));
        this.permission = new Permission(context, config, authentication);
        this.parts = parts;
        this.redirectDomains = config.redirectDomains();
        this.tagSeed = tagSeed;
    }

    /** From now on only requests inside known dialogs are served. */
    public void drain() {
        draining = true;
    }

    /** A request that follows the grammar. */
    public void received(SipMessage message, Flow flow) {
        ServerTransaction known = table.serverOf(message);
        boolean isAck = message.method().equals("ACK");
        if (known != null && !isAck) {
            table.retransmitted(known);
        } else if (known == null || table.acknowledged(known)) {
            IncomingRequest request = new IncomingRequest(message, flow, table, parts.calls, tagSeed);
            try {
                if (isAck) {
                    acknowledge(request);
                } else if (message.method().equals("CANCEL")) {
                    cancel(request);
                } else {
                    enter(request);
                }
            } catch (MalformedHeaderException e) {
                refuseMalformed(request, 400, "Malformed " + e.header().canonicalName());
            }
        }
    }

    /** A request that breaks the grammar, as far as it can be answered. */
    public void malformed(SipMessage answerable, int status, String reason, Flow flow) {
        refuseMalformed(new IncomingRequest(answerable, flow, table, (invite, answer) -> {}, tagSeed), status, reason);
    }

    private void refuseMalformed(IncomingRequest request, int status, String reason) {
        context.counters().add(EdgeCounter.MALFORMED);
        if (!request.message().method().equals("ACK")) {
            request.reply(status, reason);
        }
    }

    /** RFC 3261 16.10, 9.2. We forward nothing without a transaction, so without one there is nothing to cancel. */
    private void cancel(IncomingRequest request) {
        ServerTransaction invite = table.cancelledBy(request.message());
        if (invite == null) {
            request.reply(481, null);
        } else {
            request.begin();
            request.reply(200, null);
            table.cancelled(invite);
        }
    }

    /** An ACK to a 2xx. It cannot be refused: what may not pass is dropped. */
    private void acknowledge(IncomingRequest request) {
        RoutedRequest routed = routes.apply(request);
        if (routed.isInKnownDialog()
                && routed.uri() != null
                && request.message().maxForwards() != 0
                && !leadsBackHere(routed)) {
            parts.proxy.forwardAck(routed, userOf(routed));
        } else {
            context.counters().add(EdgeCounter.DROPPED_REQUESTS);
        }
    }

    private void enter(IncomingRequest request) {
        RoutedRequest routed = routes.apply(request);
        boolean inDialog = routed.isInKnownDialog();
        Optional<Refusal> refusal = validation.ofAny(routed);
        if (refusal.isPresent()) {
            refusal.get().answer(request);
        } else if (routed.token() == RoutedRequest.Token.FORGED) {
            permission.forbid(request, "Route Is Not Ours");
        } else if (draining && !inDialog) {
            refuseBusy(request, EdgeCounter.REFUSED_DRAINING);
        } else if (isForUs(routed)) {
            answerHere(request);
        } else if (hasRoom(request, inDialog)) {
            pass(routed);
        }
    }

    /** Whether there may be a transaction more; else the request is answered. */
    private boolean hasRoom(IncomingRequest request, boolean inDialog) {
        boolean room = table.hasRoom(inDialog);
        if (!room) {
            refuseBusy(request, EdgeCounter.LIMIT_TRANSACTIONS);
        }
        return room;
    }

    private void refuseBusy(IncomingRequest request, EdgeCounter why) {
        context.counters().add(why);
        request.unavailable(null);
    }

    private boolean isForUs(RoutedRequest routed) {
        boolean namesNobody = routed.uri().user().isEmpty()
                || routed.request().message().method().equals("REGISTER");
        return namesNobody && routed.routes().isEmpty() && own.isOwn(routed.uri());
    }

    private void answerHere(IncomingRequest request) {
        Optional<Refusal> refusal = validation.ofAnswered(request.message());
        if (refusal.isPresent()) {
            refusal.get().answer(request);
            return;
        }
        switch (request.message().method()) {
            case "REGISTER" -> register(request);
            case "OPTIONS" ->
                request.answer(
                        200,
                        request.response(200, null)
                                .header(Header.ALLOW, ALLOW)
                                .header(Header.ACCEPT, "application/sdp")
                                .header(Header.SUPPORTED, "path, gruu")
                                .toBytes());
            default -> new Refusal(405, null, Header.ALLOW, "OPTIONS, REGISTER").answer(request);
        }
    }

    private void register(IncomingRequest request) {
        SipUri to = request.message().to().uri();
        if (to == null) {
            request.reply(400, "To Is Not a SIP URI");
            return;
        }
        Optional<Aor> aor = own.isDomain(to) ? to.aor() : Optional.empty();
        if (aor.isEmpty()) {
            request.reply(404, null); // RFC 3261 10.3 step 5
        } else if (hasRoom(request, false)) {
            permission.toRegister(
                    request, aor.get(), algorithm -> parts.registrar.register(request, aor.get(), algorithm));
        }
    }

    private void pass(RoutedRequest routed) {
        IncomingRequest request = routed.request();
        Optional<Refusal> refusal = validation.ofForwarded(request.message());
        boolean stays = routed.routes().isEmpty() && own.isOwn(routed.uri());
        if (refusal.isPresent()) {
            context.counters().add(refusal.get().status() == 482 ? EdgeCounter.LOOPS : EdgeCounter.HOPS_EXHAUSTED);
            refusal.get().answer(request);
        } else if (leadsBackHere(routed)) {
            request.reply(404, null);
        } else if (stays && redirectDomains.contains(routed.uri().host())) {
            parts.redirect.answer(request, routed.uri().aor().orElseThrow());
        } else {
            permission.toForward(routed, !stays, () -> forward(routed));
        }
    }

    private void forward(RoutedRequest routed) {
        SipMessage message = routed.request().message();
        if (message.method().equals("BYE") && routed.isInKnownDialog()) {
            parts.calls.ended(message.callId());
        }
        Optional<Aor> user = userOf(routed);
        if (user.isPresent()) {
            parts.proxy.forward(routed, user.get());
        } else {
            parts.proxy.forward(routed);
        }
    }

    /** Whether it names this edge and no domain: of whom should that be a contact? */
    private boolean leadsBackHere(RoutedRequest routed) {
        return routed.routes().isEmpty() && own.isEdge(routed.uri()) && !own.isDomain(routed.uri());
    }

    /** The user of ours whose contacts the request goes to; empty when it goes where it says. */
    private Optional<Aor> userOf(RoutedRequest routed) {
        boolean lookup = routed.routes().isEmpty() && own.isDomain(routed.uri());
        return lookup ? routed.uri().aor() : Optional.empty();
    }
}
