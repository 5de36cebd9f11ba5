package org.p2psip.edge.gateway;

import org.p2psip.edge.message.SipUri;

/** Request-URIs of numbers. */
final class SipUris {
    private SipUris() {}

    /** The number at a host (RFC 3261 19.1.6): {@code sip:+4930...@host:port;...;user=phone}. */
    static SipUri withUser(SipUri host, String number) {
        String text = host.withoutHeaders();
        int start = host.scheme().length() + 1;
        int at = text.indexOf('@');
        String hostPart = text.substring(at < 0 ? start : at + 1);
        String user = number.replace("#", "%23");
        String uri = host.scheme() + ':' + user + '@' + hostPart + ";user=phone";
        return SipUri.parse(uri)
                .orElseThrow(() -> new IllegalStateException("a number and a host make no URI: " + uri));
    }
}
