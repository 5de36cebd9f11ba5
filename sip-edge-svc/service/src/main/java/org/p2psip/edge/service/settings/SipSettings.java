package org.p2psip.edge.service.settings;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.p2psip.edge.Transport;
import org.p2psip.edge.route.AdvertisedAddress;
import org.p2psip.edge.service.tls.TlsOptions;

/**
 * Where SIP is listened for and what others are told of it, checked.
 *
 * @param listen at most one address of each IP version, with the port of UDP and TCP; port 0 takes any free one
 * @param advertisedHost what those are told that are spoken to over IPv4: a name or an address, IPv6 in brackets
 * @param advertisedHost6 the same over IPv6
 * @param tls keys and trust
 * @param allowedOrigins of pages that may open a WebSocket, lower case; empty for any
 */
public record SipSettings(
        List<InetSocketAddress> listen,
        String advertisedHost,
        String advertisedHost6,
        TlsOptions tls,
        Set<String> allowedOrigins,
        SipProperties properties) {
    private static final String HOST_KEY = "p2psip.sip.advertised-host";
    private static final int MAX_PORT = 65_535;
    private static final int DAY_SECONDS = 86_400;

    static SipSettings of(EdgeProperties p) {
        checkRanges(p.sip());
        List<InetSocketAddress> listen = listenAddresses(p);
        List<String> hosts = advertisedHosts(p, listen);
        return new SipSettings(
                listen,
                hostFor(hosts, false),
                hostFor(hosts, true),
                TlsSettings.of(p.sip()),
                origins(p.sip()),
                p.sip());
    }

    /** Whether nobody but this machine reaches the edge. */
    boolean isLoopbackOnly() {
        return listen.stream().allMatch(a -> a.getAddress().isLoopbackAddress());
    }

    /**
     * What the core tells others.
     *
     * @param bound the port that each transport has, 0 for none
     */
    public AdvertisedAddress advertised(ToIntFunction<Transport> bound) {
        return new AdvertisedAddress(
                advertisedHost,
                advertisedHost6,
                properties.advertisedPort().orElse(bound.applyAsInt(Transport.UDP)),
                properties.tls().advertisedPort().orElse(bound.applyAsInt(Transport.TLS)),
                properties.ws().advertisedPort().orElse(bound.applyAsInt(Transport.WS)),
                properties.wss().advertisedPort().orElse(bound.applyAsInt(Transport.WSS)));
    }

    private static Set<String> origins(SipProperties sip) {
        Set<String> origins = new HashSet<>();
        sip.ws()
                .allowedOrigins()
                .orElse(List.of())
                .forEach(o -> origins.add(o.strip().toLowerCase(Locale.ROOT)));
        sip.wss()
                .allowedOrigins()
                .orElse(List.of())
                .forEach(o -> origins.add(o.strip().toLowerCase(Locale.ROOT)));
        for (String origin : origins) {
            if (!origin.matches("[a-z][a-z0-9+.-]*://[^/\\s]+")) {
                throw new SettingRefused(
                        "p2psip.sip.ws.allowed-origins", origin, "must be origins such as https://phone.example.org");
            }
        }
        return Set.copyOf(origins);
    }

    private static List<InetSocketAddress> listenAddresses(EdgeProperties p) {
        String key = p.sip().listen().isPresent() ? "p2psip.sip.listen" : "p2psip.listen";
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String text : p.sip().listen().orElse(List.of(p.listen()))) {
            InetAddress address = address(key, text.strip());
            for (InetSocketAddress other : addresses) {
                if (isIpv6(other.getAddress()) == isIpv6(address)) {
                    throw new SettingRefused(key, text, "must name at most one IPv4 and one IPv6 address");
                }
            }
            addresses.add(new InetSocketAddress(address, p.sip().port()));
        }
        if (addresses.isEmpty()) {
            throw new SettingRefused(key, "", "must name an IP address of this machine");
        }
        return List.copyOf(addresses);
    }

    /** The address that a value of that key is. */
    static InetAddress address(String key, String text) {
        return literal(text).orElseThrow(() -> new SettingRefused(key, text, "must be an IPv4 or IPv6 address"));
    }

    /** The hosts that are given, or else the addresses that are listened on. */
    private static List<String> advertisedHosts(EdgeProperties p, List<InetSocketAddress> listen) {
        List<String> given = p.sip().advertisedHost().orElse(List.of()).stream()
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
        if (given.size() > 2) {
            throw new SettingRefused(
                    HOST_KEY, String.join(",", given), "must be one host, or one for IPv4 and one for IPv6");
        }
        List<String> hosts = new ArrayList<>();
        for (String host : given) {
            hosts.add(checkedHost(host, listen, p.insecure()));
        }
        if (hosts.size() == 2 && isIpv6(hosts.get(0)) == isIpv6(hosts.get(1))) {
            throw new SettingRefused(
                    HOST_KEY, String.join(",", given), "must be one host, or one for IPv4 and one for IPv6");
        }
        if (hosts.isEmpty()) {
            for (InetSocketAddress address : listen) {
                if (address.getAddress().isAnyLocalAddress()) {
                    throw new SettingRefused(
                            HOST_KEY,
                            "",
                            "must be set to an address that phones reach, as SIP listens on "
                                    + NetUtil.toAddressString(address.getAddress()));
                }
                hosts.add(bracketed(address.getAddress()));
            }
        }
        return hosts;
    }

    /** Nobody is told an address that leads nowhere, or back to himself. */
    private static String checkedHost(String host, List<InetSocketAddress> listen, boolean insecure) {
        String lower = host.toLowerCase(Locale.ROOT);
        Optional<InetAddress> literal = literal(lower);
        if (literal.isEmpty() && !EdgeSettings.isDomain(lower)) {
            throw new SettingRefused(HOST_KEY, host, "must be an IP address or a host name");
        }
        if (literal.filter(address -> address.isAnyLocalAddress() || address.isMulticastAddress())
                .isPresent()) {
            throw new SettingRefused(
                    HOST_KEY, host, "must be an address that phones can send to, one that a single host has");
        }
        Optional<InetSocketAddress> open = listen.stream()
                .filter(address -> !address.getAddress().isLoopbackAddress())
                .findFirst();
        if (!insecure
                && open.isPresent()
                && literal.filter(InetAddress::isLoopbackAddress).isPresent()) {
            throw new SettingRefused(
                    HOST_KEY,
                    host,
                    "must be an address that phones can send to, as SIP listens on "
                            + NetUtil.toAddressString(open.get().getAddress())
                            + "; a loopback address needs p2psip.insecure");
        }
        return literal.map(SipSettings::bracketed).orElse(lower);
    }

    /** A host that others are told: a name in lower case or an address, IPv6 in brackets. */
    static String host(String key, String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        Optional<InetAddress> literal = literal(lower);
        if (literal.isEmpty() && !EdgeSettings.isDomain(lower)) {
            throw new SettingRefused(key, host, "must be an IP address or a host name");
        }
        return literal.map(SipSettings::bracketed).orElse(lower);
    }

    private static String hostFor(List<String> hosts, boolean six) {
        return hosts.stream().filter(host -> isIpv6(host) == six).findFirst().orElse(hosts.getFirst());
    }

    private static boolean isIpv6(String host) {
        return host.startsWith("[");
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }

    static Optional<InetAddress> literal(String text) {
        byte[] literal =
                text.equals("localhost") ? new byte[] {127, 0, 0, 1} : NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return literal == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(literal));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(text, e); // only for a wrong length, which a literal never has
        }
    }

    private static String bracketed(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return isIpv6(address) ? "[" + text + "]" : text;
    }

    private static void checkRanges(SipProperties s) {
        EdgeSettings.inRange("p2psip.sip.port", s.port(), 0, MAX_PORT);
        s.advertisedPort().ifPresent(port -> EdgeSettings.inRange("p2psip.sip.advertised-port", port, 1, MAX_PORT));
        EdgeSettings.inRange("p2psip.sip.udp-sockets", s.udpSockets(), 1, 16);
        EdgeSettings.inRange("p2psip.sip.connections-per-source", s.connectionsPerSource(), 1, 1_000_000);
        EdgeSettings.inRange("p2psip.sip.message-seconds", s.messageSeconds(), 1, 3_600);
        EdgeSettings.inRange("p2psip.sip.socket-buffer-bytes", s.socketBufferBytes(), 65_536, 1 << 28);
        EdgeSettings.inRange("p2psip.sip.connections", s.connections(), 1, 1_000_000);
        EdgeSettings.inRange("p2psip.sip.connection-idle-seconds", s.connectionIdleSeconds(), 10, DAY_SECONDS);
        EdgeSettings.inRange("p2psip.sip.connect-timeout-ms", s.connectTimeoutMs(), 100, 30_000);
        EdgeSettings.inRange("p2psip.sip.connection-queue-bytes", s.connectionQueueBytes(), 65_536, 1 << 26);
    }
}
