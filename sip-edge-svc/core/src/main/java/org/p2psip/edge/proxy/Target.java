package org.p2psip.edge.proxy;

import java.util.List;
import org.p2psip.edge.Binding;
import org.p2psip.edge.message.SipUri;

/**
 * One place a request may be sent to (RFC 3261 16.5).
 *
 * @param requestUri its Request-URI, without what a Request-URI may not have
 * @param routes Route values on the way there, as written
 * @param q preference in thousandths
 */
record Target(String requestUri, List<String> routes, int q) {

    /** The contact of a binding, by its Path (RFC 3327 5.4). */
    static Target of(Binding binding) {
        String uri = SipUri.parse(binding.contact()).map(SipUri::withoutHeaders).orElse(binding.contact());
        return new Target(uri, binding.path(), binding.q());
    }
}
