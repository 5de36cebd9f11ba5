package org.p2psip.edge.registrar;

import java.util.Comparator;
import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.location.RouteSet;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.transaction.IncomingRequest;

/** Answers requests with where to send them (RFC 3261 8.3). */
public final class Redirect {
    private final RouteSets routeSets;

    public Redirect(RouteSets routeSets) {
        this.routeSets = routeSets;
    }

    /** Answers 302 with all contacts of the user, those preferred first; 404 when there are none. */
    public void answer(IncomingRequest request, Aor aor) {
        request.begin();
        routeSets.find(aor, found -> {
            if (!request.isAnswered()) {
                answer(request, found);
            }
        });
    }

    private static void answer(IncomingRequest request, Optional<RouteSet> found) {
        if (found.isEmpty()) {
            request.unavailable("Overlay Unavailable");
            return;
        }
        if (found.get().bindings().isEmpty()) {
            request.reply(404, null);
            return;
        }
        ResponseBuilder response = request.response(302, null);
        found.get().bindings().stream()
                .sorted(Comparator.comparingInt(Binding::q).reversed())
                .forEach(binding -> response.header(Header.CONTACT, ContactHeader.redirect(binding)));
        request.answer(302, response.toBytes());
    }
}
