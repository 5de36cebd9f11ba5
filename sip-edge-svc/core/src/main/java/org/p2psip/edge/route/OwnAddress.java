package org.p2psip.edge.route;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.message.Via;

/** What is ours: the addresses that others reach this edge at, and the domains that it answers for. */
public final class OwnAddress {
    /** URI parameter of the {@link DialogToken} in our Record-Route. */
    static final String TOKEN_PARAM = "dt";

    private static final Transport[] TRANSPORTS = Transport.values();

    private final AdvertisedAddress advertised;
    private final AdvertisedAddress site;
    private final Transport peerTransport;
    private final Set<String> domains;
    private final List<Alias> aliases;
    private final String[] sentBy;
    private final String[] sentBy6;
    private final String[] siteSentBy;
    private final String[] siteSentBy6;

    public OwnAddress(EdgeConfig config) {
        advertised = config.advertised();
        site = config.outbound().siteOf(advertised);
        peerTransport = config.outbound().peerTransport();
        domains = config.domains();
        aliases = config.aliases();
        sentBy = sentBy(advertised, advertised.host());
        sentBy6 = sentBy(advertised, advertised.host6());
        siteSentBy = sentBy(site, site.host());
        siteSentBy6 = sentBy(site, site.host6());
    }

    private static String[] sentBy(AdvertisedAddress address, String host) {
        String[] sentBy = new String[TRANSPORTS.length];
        for (Transport transport : TRANSPORTS) {
            sentBy[transport.ordinal()] = host + ':' + address.port(transport);
        }
        return sentBy;
    }

    /** What this edge is called in all that only concerns it: the same for every transport. */
    public String name() {
        return advertised.host() + ':' + advertised.port();
    }

    /** Host and port, as the Via of a message that goes there has them. */
    public String sentBy(Transport transport, InetSocketAddress peer) {
        return (peer.getAddress() instanceof Inet6Address ? sentBy6 : sentBy)[transport.ordinal()];
    }

    /** Whether the URI names this edge itself, or what it has in common with the other edges of its site. */
    public boolean isEdge(SipUri uri) {
        return isAt(advertised, uri) || (hasSite() && isAt(site, uri)) || isAlias(uri);
    }

    private boolean isAlias(SipUri uri) {
        for (int i = 0; i < aliases.size(); i++) {
            Alias alias = aliases.get(i);
            if (alias.host().equals(uri.host())) {
                int port = uri.port() < 0 ? defaultPort(uri) : uri.port();
                if (alias.port() == port || alias.port() == 0 && advertised.isOwnPort(port)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAt(AdvertisedAddress address, SipUri uri) {
        boolean host = uri.host().equals(address.host()) || uri.host().equals(address.host6());
        return host && address.isOwnPort(uri.port() < 0 ? defaultPort(uri) : uri.port());
    }

    /** Whether the edges of the site have an address in common that is not this edge's own. */
    public boolean hasSite() {
        return site != advertised;
    }

    /**
     * Whether the URI is of a domain that this edge answers for. With a port that is neither ours nor SIP's it names a
     * certain host: a phone may well share the address that a domain of a test is named by.
     */
    public boolean isDomain(SipUri uri) {
        return domains.contains(uri.host())
                && (uri.port() < 0
                        || advertised.isOwnPort(uri.port())
                        || (isSipPort(uri.port()) && !isLiteral(uri.host())));
    }

    /** Whether this edge answers for a domain, in lower case. */
    public boolean isDomain(String name) {
        return domains.contains(name);
    }

    /** Whether a request for the URI stays here. */
    public boolean isOwn(SipUri uri) {
        return isEdge(uri) || isDomain(uri);
    }

    /** Whether this edge wrote that Via. */
    public boolean isEdge(Via via) {
        if (!isOwnHost(via.host())) {
            return false;
        }
        for (Transport transport : TRANSPORTS) {
            int port = via.port() < 0 ? transport.defaultPort() : via.port();
            if (port == advertised.port(transport) && transport.name().equals(via.transport())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the URI names a flow to this edge (RFC 5626 section 5.2): its user part is a flow token. */
    public boolean isFlow(SipUri uri) {
        return !uri.user().isEmpty() && uri.isLooseRouter() && isAt(advertised, uri);
    }

    /**
     * The Record-Route value that one side of the edge is told (RFC 3261 16.6 step 4). Any edge of the site takes what
     * follows.
     *
     * @param transport of that side
     * @param peer who is there
     * @param secure whether the request asked for a {@code sips} target
     */
    public String recordRoute(Transport transport, InetSocketAddress peer, boolean secure, String token) {
        String[] hosts = peer.getAddress() instanceof Inet6Address ? siteSentBy6 : siteSentBy;
        return (secure ? "<sips:" : "<sip:") + hosts[transport.ordinal()] + transportParameter(transport, secure)
                + ";lr;" + TOKEN_PARAM + '=' + token + '>';
    }

    /** The Record-Route value that names a flow to this edge (RFC 5626 section 5.3). */
    public String recordRoute(Flow flow, boolean secure, String token) {
        return (secure ? "<sips:" : "<sip:") + token + '@' + sentBy(flow.transport(), flow.remote())
                + transportParameter(flow.transport(), secure) + ";lr>";
    }

    /** The Path value that names a flow to this edge, for other edges of the site (RFC 5626 section 5.1). */
    public String path(Flow flow, String token) {
        Transport transport = peerTransport == null ? flow.transport() : peerTransport;
        if (transport.isOpenedByClientOnly()) {
            transport = Transport.TCP; // a WebSocket is for phones
        }
        return "<sip:" + token + '@' + sentBy[transport.ordinal()] + transportParameter(transport, false) + ";lr;ob>";
    }

    /** The URI that means this edge itself, for who is at the other end of a flow. */
    public String uri(Flow flow) {
        return "sip:" + sentBy(flow.transport(), flow.remote()) + transportParameter(flow.transport(), false);
    }

    /** The Service-Route value for who registers on a flow and is to send his requests by this edge (RFC 3608). */
    public String serviceRoute(Flow flow) {
        return '<' + uri(flow) + ";lr>";
    }

    /** A WebSocket has one token, whether it is encrypted or not (RFC 7118 section 5.4). */
    private static String transportParameter(Transport transport, boolean secure) {
        return switch (transport) {
            case UDP -> "";
            case TCP -> ";transport=tcp";
            case TLS -> secure ? "" : ";transport=tls";
            case WS, WSS -> ";transport=ws";
        };
    }

    private boolean isOwnHost(String host) {
        return host.equals(advertised.host()) || host.equals(advertised.host6());
    }

    private static int defaultPort(SipUri uri) {
        boolean secure = uri.scheme().equals("sips");
        return switch (uri.transportParam()) {
            case "tls" -> Transport.TLS.defaultPort();
            case "ws" -> (secure ? Transport.WSS : Transport.WS).defaultPort();
            case "wss" -> Transport.WSS.defaultPort();
            default -> (secure ? Transport.TLS : Transport.UDP).defaultPort();
        };
    }

    private static boolean isSipPort(int port) {
        return port == Transport.UDP.defaultPort() || port == Transport.TLS.defaultPort();
    }

    private static boolean isLiteral(String host) {
        return host.charAt(0) == '[' || Character.isDigit(host.charAt(host.length() - 1));
    }
}
