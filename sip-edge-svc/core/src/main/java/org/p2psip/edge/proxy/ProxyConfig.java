package org.p2psip.edge.proxy;

import java.util.Optional;
import org.p2psip.edge.message.SipUri;

/**
 * What the proxy does with requests.
 *
 * @param recurse whether a 3xx response is followed instead of forwarded (RFC 3261 16.7 step 4)
 * @param emergencyRoute where {@code urn:service:sos} goes: with a user it becomes the Request-URI, else a Route; empty:
 *     such requests are refused
 */
public record ProxyConfig(boolean recurse, Optional<SipUri> emergencyRoute) {
    /** What the edge does when nobody says otherwise. */
    public static ProxyConfig defaults() {
        return new ProxyConfig(false, Optional.empty());
    }
}
