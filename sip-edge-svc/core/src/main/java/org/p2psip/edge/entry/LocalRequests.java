package org.p2psip.edge.entry;

import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.policy.Permission;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.registrar.Registrar;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;

/** The requests that are answered here: those that are for this edge or an own domain, and for no user. */
final class LocalRequests {
    private static final String ALLOW = "REGISTER, OPTIONS, INVITE, ACK, CANCEL, BYE";

    private final OwnAddress own;
    private final RequestValidation validation;
    private final Permission permission;
    private final Registrar registrar;
    private final Protection protection;

    LocalRequests(
            OwnAddress own,
            RequestValidation validation,
            Permission permission,
            Registrar registrar,
            Protection protection) {
        this.protection = protection;
        this.own = own;
        this.validation = validation;
        this.permission = permission;
        this.registrar = registrar;
    }

    /** Whether the request is one of them. */
    boolean isFor(RoutedRequest routed) {
        boolean namesNobody = routed.uri().user().isEmpty() || isRegister(routed.request());
        return namesNobody && routed.routes().isEmpty() && own.isOwn(routed.uri());
    }

    /** Whether its answer takes time, and a transaction until then. */
    static boolean needsTransaction(IncomingRequest request) {
        return isRegister(request);
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
            protection.offended(request.flow(), Offence.UNKNOWN_USER, false);
            request.reply(404, null); // RFC 3261 10.3 step 5
        } else {
            permission.toRegister(request, aor.get(), algorithm -> registrar.register(request, aor.get(), algorithm));
        }
    }
}
