package org.p2psip.edge.route;

import java.util.Locale;
import java.util.Set;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.message.Via;

/** What is ours: the address that others reach this edge at, and the domains that it answers for. */
public final class OwnAddress {
    /** URI parameter of the {@link DialogToken} in our Record-Route. */
    static final String TOKEN_PARAM = "dt";

    private static final int DEFAULT_PORT = 5060;

    private final String host;
    private final int port;
    private final Set<String> domains;

    public OwnAddress(EdgeConfig config) {
        host = config.advertisedHost().toLowerCase(Locale.ROOT);
        port = config.advertisedPort();
        domains = config.domains();
    }

    /** Host and port, as Via has them. */
    public String sentBy() {
        return host + ':' + port;
    }

    /** Whether the URI names this edge itself. */
    public boolean isEdge(SipUri uri) {
        return uri.host().equals(host) && (uri.port() < 0 ? DEFAULT_PORT : uri.port()) == port;
    }

    /**
     * Whether the URI is of a domain that this edge answers for. With a port that is neither ours nor SIP's it names a
     * certain host: a phone may well share the address that a domain of a test is named by.
     */
    public boolean isDomain(SipUri uri) {
        return domains.contains(uri.host())
                && (uri.port() < 0 || uri.port() == port || (uri.port() == DEFAULT_PORT && !isLiteral(uri.host())));
    }

    /** Whether a request for the URI stays here. */
    public boolean isOwn(SipUri uri) {
        return isEdge(uri) || isDomain(uri);
    }

    /** Whether this edge wrote that Via. */
    public boolean isEdge(Via via) {
        return via.host().equals(host) && (via.port() < 0 ? DEFAULT_PORT : via.port()) == port;
    }

    /** A Record-Route value (RFC 3261 16.6 step 4). */
    public String recordRoute(String token) {
        return "<sip:" + host + ':' + port + ";lr;" + TOKEN_PARAM + '=' + token + '>';
    }

    /** The Service-Route value (RFC 3608) of phones that are to send their requests by this edge. */
    public String serviceRoute() {
        return "<sip:" + sentBy() + ";lr>";
    }

    private static boolean isLiteral(String host) {
        return host.charAt(0) == '[' || Character.isDigit(host.charAt(host.length() - 1));
    }
}
