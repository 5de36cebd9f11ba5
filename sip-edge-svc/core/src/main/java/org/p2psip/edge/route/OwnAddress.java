package org.p2psip.edge.route;

import java.util.Locale;
import java.util.Set;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
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
    private final String siteHost;
    private final int sitePort;
    private final Transport peerTransport;

    public OwnAddress(EdgeConfig config) {
        host = config.advertisedHost().toLowerCase(Locale.ROOT);
        port = config.advertisedPort();
        domains = config.domains();
        siteHost = config.outbound().siteHost();
        sitePort = config.outbound().sitePort();
        peerTransport = config.outbound().peerTransport();
    }

    /** Host and port, as Via has them. */
    public String sentBy() {
        return host + ':' + port;
    }

    /** Whether the URI names this edge itself, or what it has in common with the other edges of its site. */
    public boolean isEdge(SipUri uri) {
        return isThisEdge(uri) || isSite(uri);
    }

    private boolean isThisEdge(SipUri uri) {
        return uri.host().equals(host) && (uri.port() < 0 ? DEFAULT_PORT : uri.port()) == port;
    }

    private boolean isSite(SipUri uri) {
        return siteHost != null
                && uri.host().equals(siteHost)
                && (uri.port() < 0 ? DEFAULT_PORT : uri.port()) == sitePort;
    }

    /** Whether the edges of the site have an address in common that is not this edge's own. */
    public boolean hasSite() {
        return siteHost != null;
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

    /** Whether the URI names a flow to this edge (RFC 5626 section 5.2): its user part is a flow token. */
    public boolean isFlow(SipUri uri) {
        return !uri.user().isEmpty() && uri.isLooseRouter() && isThisEdge(uri);
    }

    /** A Record-Route value (RFC 3261 16.6 step 4). */
    public String recordRoute(String token) {
        String address = siteHost == null ? host + ':' + port : siteHost + ':' + sitePort;
        return "<sip:" + address + ";lr;" + TOKEN_PARAM + '=' + token + '>';
    }

    /** A Record-Route value that names a flow to this edge (RFC 5626 section 5.3). */
    public String recordRoute(Flow flow, String token) {
        return "<sip:" + token + '@' + host + ':' + port + transportParameter(flow.transport()) + ";lr>";
    }

    /** A Path value that names a flow to this edge, for other edges of the site (RFC 5626 section 5.1). */
    public String path(Flow flow, String token) {
        return "<sip:" + token + '@' + host + ':' + port + transportParameter(peerTransport(flow)) + ";lr;ob>";
    }

    private Transport peerTransport(Flow flow) {
        if (peerTransport != null) {
            return peerTransport;
        }
        return flow.transport().isOpenedByClientOnly() ? Transport.TCP : flow.transport();
    }

    private static String transportParameter(Transport transport) {
        return transport == Transport.UDP ? "" : ";transport=" + transport.parameter();
    }

    private static boolean isLiteral(String host) {
        return host.charAt(0) == '[' || Character.isDigit(host.charAt(host.length() - 1));
    }
}
