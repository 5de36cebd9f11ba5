package org.p2psip.edge.proxy;

import java.util.List;
import org.p2psip.edge.Binding;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.RoutedRequest;

/**
 * One place a request may be sent to (RFC 3261 16.5).
 *
 * @param requestUri its Request-URI, without what a Request-URI may not have
 * @param uri the same, parsed; null when it is no SIP URI
 * @param routes Route values on the way there, as written
 * @param q preference in thousandths
 * @param instance instance ID of the phone; empty when it has none
 */
record Target(String requestUri, SipUri uri, List<String> routes, int q, String instance) {

    private static final String REG_ID = ";reg-id=";

    /** The contact of a binding, by its Path (RFC 3327 5.4). */
    static Target of(Binding binding) {
        SipUri uri = SipUri.parse(binding.contact()).orElse(null);
        String requestUri = uri == null ? binding.contact() : uri.withoutHeaders();
        return new Target(requestUri, uri, binding.path(), binding.q(), instance(binding));
    }

    /** Where the request itself says. */
    static Target of(RoutedRequest request) {
        return new Target(request.requestUri(), request.uri(), List.of(), 0, "");
    }

    /** Whether it is reached by the Path of its registration: over a flow that it opened. */
    boolean isByFlow() {
        return !routes.isEmpty();
    }

    private static String instance(Binding binding) {
        int end = binding.key().lastIndexOf(REG_ID);
        return end < 0 ? "" : binding.key().substring(0, end);
    }
}
