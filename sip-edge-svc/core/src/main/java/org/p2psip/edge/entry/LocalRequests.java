package org.p2psip.edge.entry;

import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.policy.Permission;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.regevent.Subscriptions;
import org.p2psip.edge.registrar.Registrar;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;

/** The requests that are answered here: those that are for this edge or an own domain, and for no user. */
final class LocalRequests {
    private static final String ALLOW = "REGISTER, OPTIONS, INVITE, ACK, CANCEL, BYE, SUBSCRIBE";

    private final OwnAddress own;
    private final RequestValidation validation;
    private final Permission permission;
    private final Registrar registrar;
    private final Subscriptions subscriptions;
    private final Protection protection;

    LocalRequests(
            OwnAddress own,
            RequestValidation validation,
            Permission permission,
            Registrar registrar,
            Subscriptions subscriptions,
            Protection protection) {
        this.protection = protection;
        this.own = own;
        this.validation = validation;
        this.permission = permission;
        this.registrar = registrar;
        this.subscriptions = subscriptions;
    }

    /** Whether the request is one of them. */
    boolean isFor(RoutedRequest routed) {
        if (routed.uri() == null) {
            return false;
        }
        boolean namesNobody = routed.uri().user().isEmpty()
                || isRegister(routed.request())
                || (isSubscribe(routed.request())
                        && Subscriptions.isRegEvent(routed.request().message()));
        return namesNobody && routed.flow() == null && routed.routes().isEmpty() && own.isOwn(routed.uri());
    }

    /** Whether its answer takes time, and a transaction until then. */
    static boolean needsTransaction(IncomingRequest request) {
        return isRegister(request) || isSubscribe(request);
    }

    private static boolean isSubscribe(IncomingRequest request) {
        return request.message().method().equals("SUBSCRIBE");
    }

    private static boolean isRegister(IncomingRequest request) {
        return request.message().method().equals("REGISTER");
    }

    void answer(IncomingRequest request) {
        Optional<Refusal> refusal = validation.ofAnswered(request.message());
        if (refusal.isPresent()) {
            refusal.get().answer(request);
            return;
        }
        switch (request.message().method()) {
            case "REGISTER" -> register(request);
            case "SUBSCRIBE" -> subscribe(request);
            case "OPTIONS" ->
                request.answer(
                        200,
                        request.response(200, null)
                                .header(Header.ALLOW, ALLOW)
                                .header(Header.ACCEPT, "application/sdp")
                                .header(Header.SUPPORTED, "path, outbound, gruu")
                                .toBytes());
            default -> new Refusal(405, null, Header.ALLOW, "OPTIONS, REGISTER, SUBSCRIBE").answer(request);
        }
    }

    private void subscribe(IncomingRequest request) {
        SipUri uri = request.message().requestSipUri();
        Optional<Aor> aor = own.isDomain(uri) ? uri.aor() : Optional.empty();
        if (!Subscriptions.isRegEvent(request.message())) {
            new Refusal(489, null, Header.ALLOW_EVENTS, "reg").answer(request);
        } else if (request.hasToTag()) {
            subscriptions.refresh(request);
        } else if (aor.isEmpty()) {
            request.reply(404, null);
        } else {
            permission.toWatch(request, aor.get(), () -> subscriptions.subscribe(request, aor.get()));
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
            protection.offended(request.flow(), Offence.UNKNOWN_USER, false);
            request.reply(404, null); // RFC 3261 10.3 step 5
        } else {
            permission.toRegister(request, aor.get(), algorithm -> registrar.register(request, aor.get(), algorithm));
        }
    }
}
