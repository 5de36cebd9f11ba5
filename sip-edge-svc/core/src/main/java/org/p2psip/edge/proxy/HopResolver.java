package org.p2psip.edge.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.Transport;
import org.p2psip.edge.location.Questions;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.Hop;

/**
 * Finds the transport and address of a URI. A request of more than 1300 bytes goes over TCP only where the URI says so
 * (RFC 3261 18.1.1 asks for more): most phones listen on UDP alone.
 */
public final class HopResolver {
    private static final int MAX_OCTET = 255;

    private final Questions questions;

    public HopResolver(Questions questions) {
        this.questions = questions;
    }

    /** Hands over the hops in the order to try, at once when the host is an address; none when there is no way. */
    public void resolve(SipUri uri, Consumer<List<Hop>> answer) {
        Optional<Transport> transport = transportOf(uri);
        if (transport.isEmpty()) {
            answer.accept(List.of());
            return;
        }
        String host = uri.params().getOrDefault("maddr", uri.host());
        int port = uri.port() < 0 ? transport.get().defaultPort() : uri.port();
        String serverName = transport.get().isSecure() ? uri.host() : null;
        InetAddress literal = literal(host);
        if (literal != null) {
            answer.accept(List.of(new Hop(transport.get(), new InetSocketAddress(literal, port), serverName)));
            return;
        }
        questions.resolve(
                host,
                addresses -> answer.accept(addresses.stream()
                        .map(address -> new Hop(transport.get(), new InetSocketAddress(address, port), serverName))
                        .toList()));
    }

    /** Empty for a transport that this edge does not have, or of which only the other side can be the client. */
    static Optional<Transport> transportOf(SipUri uri) {
        boolean secure = uri.scheme().equals("sips");
        if (!secure && !uri.scheme().equals("sip")) {
            return Optional.empty();
        }
        return switch (uri.transportParam()) {
            case "" -> Optional.of(secure ? Transport.TLS : Transport.UDP);
            case "udp" -> secure ? Optional.empty() : Optional.of(Transport.UDP);
            case "tcp" -> Optional.of(secure ? Transport.TLS : Transport.TCP);
            case "tls" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }

    /** The address that a host is written as; null for a name. Never asks anybody. */
    static InetAddress literal(String host) {
        try {
            if (host.startsWith("[") && host.endsWith("]")) {
                String inner = host.substring(1, host.length() - 1);
                boolean isAddress = inner.indexOf(':') >= 0 && inner.chars().allMatch(HopResolver::isOfIpv6);
                return isAddress ? InetAddress.getByName(inner) : null;
            }
            byte[] octets = ipv4(host);
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null; // looks like an address and is none: nobody has that name either
        }
    }

    private static boolean isOfIpv6(int c) {
        return c == ':' || c == '.' || Character.digit(c, 16) >= 0;
    }

    private static byte[] ipv4(String host) {
        byte[] octets = new byte[4];
        int index = 0;
        int value = -1;
        for (int i = 0; i <= host.length(); i++) {
            char c = i == host.length() ? '.' : host.charAt(i);
            if (c == '.') {
                if (value < 0 || value > MAX_OCTET || index == octets.length) {
                    return null;
                }
                octets[index++] = (byte) value;
                value = -1;
            } else if (c >= '0' && c <= '9' && value <= MAX_OCTET) {
                value = Math.max(value, 0) * 10 + (c - '0');
            } else {
                return null;
            }
        }
        return index == octets.length ? octets : null;
    }
}
