package org.p2psip.edge.proxy;

import java.util.List;
import org.p2psip.edge.Binding;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.outbound.PhoneFlows;
import org.p2psip.edge.route.RoutedRequest;

/**
 * One place a request may be sent to (RFC 3261 16.5).
 *
 * @param requestUri its Request-URI, without what a Request-URI may not have
 * @param uri the same, parsed; null when it is no SIP URI
 * @param routes Route values on the way there, as written
 * @param q preference in thousandths
 * @param instance instance ID of a phone that keeps flows; empty of others
 * @param registeredMillis when the phone registered last, in ms since 1970 by the store's clock; 0 when nobody knows
 * @param passage what is changed on the way there; null for nothing
 */
record Target(
        String requestUri,
        SipUri uri,
        List<String> routes,
        int q,
        String instance,
        long registeredMillis,
        Passage passage) {

    private static final String FLOW_KEPT = ";" + PhoneFlows.OB;

    /** The contact of a binding, by its Path (RFC 3327 5.4). */
    static Target of(Binding binding) {
        return of(binding, binding.path());
    }

    /** The contact of a binding, by whatever Route the request has. */
    static Target withoutPath(Binding binding) {
        return of(binding, List.of());
    }

    private static Target of(Binding binding, List<String> routes) {
        SipUri uri = SipUri.parse(binding.contact()).orElse(null);
        String requestUri = uri == null ? binding.contact() : uri.withoutHeaders();
        String instance = binding.regId() == 0 ? "" : binding.instance();
        return new Target(requestUri, uri, routes, binding.q(), instance, binding.storedMillis(), null);
    }

    /** Whether its Request-URI is a {@code sips} URI. */
    boolean isSecure() {
        return uri != null && uri.scheme().equals("sips");
    }

    /** The same with another preference. */
    Target withPreference(int preference) {
        return new Target(requestUri, uri, routes, preference, instance, registeredMillis, passage);
    }

    /** Where emergency calls go (RFC 5031): the route is a place on the way, or with a user the target itself. */
    static Target ofEmergency(RoutedRequest request, SipUri route) {
        if (!route.user().isEmpty()) {
            return new Target(route.asRequestUri(), route, List.of(), 0, "", 0, null);
        }
        String loose = route.isLooseRouter() ? route.withoutHeaders() : route.withoutHeaders() + ";lr";
        return new Target(request.requestUri(), null, List.of('<' + loose + '>'), 0, "", 0, null);
    }

    /** Where the request itself says. */
    static Target of(RoutedRequest request) {
        return new Target(request.requestUri(), request.uri(), List.of(), 0, "", 0, null);
    }

    /** What comes next in a succession. */
    static Target of(Succession.Next next) {
        return new Target(next.uri().asRequestUri(), next.uri(), next.routes(), 0, "", 0, next.passage());
    }

    /** Whether it is reached over a flow that some edge keeps for it (RFC 5626 section 5.1). */
    boolean isByFlow() {
        return !routes.isEmpty() && routes.getLast().contains(FLOW_KEPT);
    }

    /** The same with what is changed on the way there. */
    Target with(Passage changes) {
        return changes == null ? this : new Target(requestUri, uri, routes, q, instance, registeredMillis, changes);
    }

    /** The same of several. */
    static List<Target> with(List<Target> targets, Passage changes) {
        return changes == null
                ? targets
                : targets.stream().map(target -> target.with(changes)).toList();
    }
}
