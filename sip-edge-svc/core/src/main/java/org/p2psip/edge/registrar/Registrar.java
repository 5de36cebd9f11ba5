package org.p2psip.edge.registrar;

import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.Outbound;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * Writes what phones register (RFC 3261 10.3 from step 6 on). Nothing is kept here: a 200 is sent when the overlay has
 * stored the bindings, and lists what it has then.
 */
public final class Registrar {
    private final RouteSets routeSets;
    private final RegistrationReader reader;
    private final RegisteredResponse registered;
    private final String minExpires;

    /**
     * @param flows who is reached over his flow
     * @param gruus names for the phones that ask for them
     */
    public Registrar(
            EdgeConfig config, RouteSets routeSets, OwnAddress own, Outbound flows, Gruus gruus, CurrentTime time) {
        this.routeSets = routeSets;
        OutboundRegistration outbound = new OutboundRegistration(own, flows);
        this.reader = new RegistrationReader(config, outbound);
        this.registered = new RegisteredResponse(config.registrar(), own, outbound, gruus, time);
        this.minExpires = Integer.toString(config.minExpiresSeconds());
    }

    /**
     * Does what an authorised REGISTER asks for.
     *
     * @param algorithm how its user was authenticated; empty when nobody was
     */
    public void register(IncomingRequest request, Aor aor, String algorithm) {
        switch (reader.read(request, aor)) {
            case Registration.Query query -> query(request, aor);
            case Registration.Update update -> store(request, aor, update.bindings(), false, algorithm);
            case Registration.RemoveAll all -> store(request, aor, List.of(), true, algorithm);
            case Registration.TooBrief brief -> refuse(request, 423, Header.MIN_EXPIRES, minExpires);
            case Registration.PathNotSupported path -> refuse(request, 420, Header.UNSUPPORTED, "path");
            case Registration.FirstHopLacksOutbound lacks -> request.reply(439, null);
            case Registration.PathRequired path -> refuse(request, 421, Header.REQUIRE, "path");
            case Registration.Forbidden forbidden -> request.reply(403, forbidden.reason());
            case Registration.Invalid invalid -> request.reply(400, invalid.reason());
            case Registration.TooManyContacts many -> request.reply(403, "Too Many Contacts");
        }
    }

    private static void refuse(IncomingRequest request, int status, Header header, String value) {
        request.answer(
                status, request.response(status, null).header(header, value).toBytes());
    }

    private void query(IncomingRequest request, Aor aor) {
        request.begin();
        routeSets.findFresh(aor, found -> {
            if (found.isEmpty()) {
                request.unavailable("Overlay Unavailable");
            } else {
                registered.answer(request, aor, found.map(RouteSet::bindings).orElseThrow());
            }
        });
    }

    private void store(IncomingRequest request, Aor aor, List<Binding> bindings, boolean removeAll, String algorithm) {
        SipMessage message = request.message();
        request.begin();
        routeSets.store(
                aor,
                token -> new EdgeCommand.StoreBindings(
                        token,
                        aor,
                        bindings,
                        removeAll,
                        message.callId(),
                        message.cseq().number(),
                        request.authenticatedUser(),
                        algorithm),
                result -> stored(request, aor, result));
    }

    private void stored(IncomingRequest request, Aor aor, OverlayResult result) {
        switch (result) {
            case OverlayResult.Bindings stored -> registered.answer(request, aor, stored.bindings());
            case OverlayResult.NotFound nothingLeft -> registered.answer(request, aor, List.of());
            case OverlayResult.OutOfOrder older -> request.reply(500, "Older Than What Is Registered");
            case OverlayResult.TooMany many -> request.reply(403, "Too Many Bindings");
            case OverlayResult.Unavailable unavailable -> request.unavailable("Overlay Unavailable");
            case OverlayResult.Credentials noAnswerToThis -> request.unavailable("Overlay Unavailable");
            case OverlayResult.Gateways noAnswerToThis -> request.unavailable("Overlay Unavailable");
        }
    }
}
