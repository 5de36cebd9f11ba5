package org.p2psip.edge.locate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipUri;

/** Which transports a URI and the records of its domain allow (RFC 3263 4.1). */
final class TransportChoice {
    /** What a URI's {@code transport} parameter may say, beside what {@link Transport#parameter} names. */
    enum Named {
        /** The parameter is absent. */
        NOTHING,
        /** One that this edge cannot connect over. */
        UNUSABLE,
        /** One that it can. */
        USABLE
    }

    private static final String SIP_SERVICE = "sip+d2";
    private static final String SIPS_SERVICE = "sips+d2";

    private final List<Transport> ours;

    TransportChoice(List<Transport> ours) {
        this.ours = ours;
    }

    /** The transport that the URI names; null when it names none, or one that cannot be used: see {@link #saysOf}. */
    Transport named(SipUri uri, boolean secure) {
        Transport transport =
                switch (uri.transportParam()) {
                    case "udp" -> secure ? null : Transport.UDP;
                    case "tcp" -> secure ? Transport.TLS : Transport.TCP;
                    case "tls" -> Transport.TLS; // deprecated by RFC 3261 26.2.2, and written by every second phone
                    default -> null; // a WebSocket is opened by its client only (RFC 7118 section 5)
                };
        return transport != null && ours.contains(transport) ? transport : null;
    }

    /** What the URI says about its transport. */
    Named saysOf(SipUri uri, boolean secure) {
        if (!uri.params().containsKey("transport")) {
            return Named.NOTHING;
        }
        return named(uri, secure) == null ? Named.UNUSABLE : Named.USABLE;
    }

    /** What is taken where nothing says anything: UDP for sip, TLS for sips; null when this edge does not have it. */
    Transport byDefault(boolean secure) {
        Transport transport = secure ? Transport.TLS : Transport.UDP;
        return ours.contains(transport) ? transport : null;
    }

    /** Whether this edge can connect over it. */
    boolean has(Transport transport) {
        return ours.contains(transport);
    }

    /** All that may be used, the one preferred first. */
    List<Transport> all(boolean secure) {
        List<Transport> usable = new ArrayList<>(3);
        for (Transport transport : ours) {
            if (!transport.isOpenedByClientOnly() && (transport.isSecure() || !secure)) {
                usable.add(transport);
            }
        }
        return usable;
    }

    /** The name that has a transport's SRV records (RFC 3263 4.1). */
    static String serviceName(Transport transport, String domain) {
        return switch (transport) {
                    case UDP -> "_sip._udp.";
                    case TCP -> "_sip._tcp.";
                    case TLS -> "_sips._tcp.";
                    case WS, WSS -> throw new IllegalArgumentException("no service of " + transport);
                }
                + domain;
    }

    /** Whether a domain has SIP services at all: records of others (RFC 6116) say nothing about SIP. */
    static boolean anyOfSip(List<DnsAnswer.Naptr> records) {
        for (DnsAnswer.Naptr naptr : records) {
            String services = naptr.services().toLowerCase(Locale.ROOT);
            if (services.startsWith(SIP_SERVICE) || services.startsWith(SIPS_SERVICE)) {
                return true;
            }
        }
        return false;
    }

    /** Those of the records that can be used, in the order to try. */
    List<DnsAnswer.Naptr> usable(List<DnsAnswer.Naptr> records, boolean secure) {
        List<DnsAnswer.Naptr> usable = new ArrayList<>(records.size());
        for (DnsAnswer.Naptr naptr : records) {
            Transport transport = transportOf(naptr);
            boolean leadsOn =
                    naptr.flags().equalsIgnoreCase("s") || naptr.flags().equalsIgnoreCase("a");
            if (transport != null && leadsOn && ours.contains(transport) && (transport.isSecure() || !secure)) {
                usable.add(naptr);
            }
        }
        usable.sort(Comparator.comparingInt(DnsAnswer.Naptr::order).thenComparingInt(DnsAnswer.Naptr::preference));
        return usable;
    }

    /** The transport of a service; null for one that no edge has. */
    static Transport transportOf(DnsAnswer.Naptr naptr) {
        return switch (naptr.services().toLowerCase(Locale.ROOT)) {
            case "sip+d2u" -> Transport.UDP;
            case "sip+d2t" -> Transport.TCP;
            case "sips+d2t" -> Transport.TLS;
            default -> null;
        };
    }
}
