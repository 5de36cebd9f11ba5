package org.p2psip.edge.policy;

import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutedRequest;

/** Finds out where a request goes that is not answered here (RFC 3261 16.5). */
public final class Destinations {
    private static final Destination AS_ROUTED = new Destination.AsRouted();
    private static final Destination EMERGENCY = new Destination.Emergency();
    private static final Destination ON_FLOW = new Destination.OnFlow();
    private static final Destination NOWHERE = new Destination.Refused(404, null);

    private final OwnAddress own;
    private final Gruus gruus;
    private final Set<String> redirectDomains;

    public Destinations(EdgeConfig config, OwnAddress own, Gruus gruus) {
        this.own = own;
        this.gruus = gruus;
        this.redirectDomains = config.redirectDomains();
    }

    public Destination of(RoutedRequest routed) {
        if (routed.uri() == null) {
            return ofOtherScheme(routed);
        }
        if (Gruus.isGruu(routed.uri()) && isToOwnPhone(routed)) {
            return gruus.read(routed.uri())
                    .<Destination>map(Destination.OnePhone::new)
                    .orElse(NOWHERE);
        }
        if (routed.flow() != null) {
            return ON_FLOW;
        }
        if (!routed.routes().isEmpty()) {
            return AS_ROUTED;
        }
        if (!own.isDomain(routed.uri())) {
            // It names this edge and no domain: of whom should that be a contact?
            return own.isEdge(routed.uri()) ? NOWHERE : AS_ROUTED;
        }
        Optional<Aor> user = routed.uri().aor();
        if (user.isEmpty()) {
            return NOWHERE;
        }
        return redirectDomains.contains(routed.uri().host())
                ? new Destination.Redirected(user.get())
                : new Destination.OwnUser(user.get());
    }

    /** What is valid and no SIP URI: a service (RFC 5031), or a number (RFC 3966). */
    private static Destination ofOtherScheme(RoutedRequest routed) {
        if (EmergencyService.isNamedBy(routed.requestUri())) {
            return EMERGENCY;
        }
        if (routed.flow() != null) {
            return ON_FLOW;
        }
        return routed.routes().isEmpty() ? NOWHERE : AS_ROUTED;
    }

    /** Inside a dialog the rest of Route leads there, in place of the phone's Path (RFC 5627 6.1). */
    private boolean isToOwnPhone(RoutedRequest routed) {
        return (routed.routes().isEmpty() || routed.isInKnownDialog()) && own.isDomain(routed.uri());
    }
}
