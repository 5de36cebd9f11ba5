package org.p2psip.edge.service.settings;

import io.netty.resolver.ResolvedAddressTypes;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.Transport;
import org.p2psip.edge.locate.LocateConfig;
import org.p2psip.edge.service.dns.DnsOptions;

/**
 * How servers are found and given up, checked.
 *
 * @param servers name servers; empty for those of the system
 */
public record DnsSettings(List<InetSocketAddress> servers, EdgeProperties properties) {
    private static final int DNS_PORT = 53;
    private static final int MAX_PORT = 65_535;
    private static final int DAY_SECONDS = 86_400;
    private static final String SERVERS_KEY = "p2psip.dns.servers";

    static DnsSettings of(EdgeProperties p) {
        EdgeProperties.Dns d = p.dns();
        EdgeSettings.inRange("p2psip.dns.timeout-ms", d.timeoutMs(), 100, 5_000);
        EdgeSettings.inRange("p2psip.dns.max-ttl-seconds", d.maxTtlSeconds(), 1, DAY_SECONDS);
        EdgeSettings.inRange("p2psip.dns.min-ttl-seconds", d.minTtlSeconds(), 0, d.maxTtlSeconds());
        EdgeSettings.inRange("p2psip.dns.negative-ttl-seconds", d.negativeTtlSeconds(), 0, DAY_SECONDS);
        EdgeSettings.inRange("p2psip.dns.cache-entries", d.cacheEntries(), 16, 10_000_000);
        if (d.failoverMs() != 0) {
            EdgeSettings.inRange("p2psip.dns.failover-ms", d.failoverMs(), 500, 32_000);
        }
        EdgeSettings.inRange("p2psip.dns.failed-seconds", d.failedSeconds(), 1, 3_600);
        EdgeSettings.inRange("p2psip.dns.failed-servers", d.failedServers(), 16, 1_000_000);
        EdgeSettings.inRange("p2psip.sip.tcp-above-bytes", p.sip().tcpAboveBytes(), 500, 65_535);
        EdgeSettings.inRange("p2psip.sip.udp-only-seconds", p.sip().udpOnlySeconds(), 1, DAY_SECONDS);
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String text : d.servers().orElse(List.of())) {
            if (!text.isBlank()) {
                servers.add(server(text.strip()));
            }
        }
        return new DnsSettings(List.copyOf(servers), p);
    }

    /** What the shell asks name servers with; addresses of a version that nobody listens with are of no use. */
    public DnsOptions options(List<InetSocketAddress> listened) {
        boolean four = false;
        boolean six = false;
        for (InetSocketAddress address : listened) {
            boolean isSix = address.getAddress() instanceof Inet6Address;
            six |= isSix;
            four |= !isSix || address.getAddress().isAnyLocalAddress();
        }
        EdgeProperties.Dns d = properties.dns();
        return new DnsOptions(
                servers,
                d.timeoutMs(),
                d.minTtlSeconds(),
                d.maxTtlSeconds(),
                d.negativeTtlSeconds(),
                d.cacheEntries(),
                !six
                        ? ResolvedAddressTypes.IPV4_ONLY
                        : four ? ResolvedAddressTypes.IPV4_PREFERRED : ResolvedAddressTypes.IPV6_ONLY);
    }

    /**
     * What the core is made with.
     *
     * @param transports those that the edge can connect over, the one preferred first
     */
    public LocateConfig locate(List<Transport> transports) {
        EdgeProperties.Dns d = properties.dns();
        return new LocateConfig(
                transports,
                properties.sip().tcpAboveBytes(),
                TimeUnit.MILLISECONDS.toNanos(d.failoverMs()),
                TimeUnit.SECONDS.toNanos(d.failedSeconds()),
                TimeUnit.SECONDS.toNanos(properties.sip().udpOnlySeconds()),
                d.failedServers());
    }

    private static InetSocketAddress server(String text) {
        String host = text;
        int port = DNS_PORT;
        int colon = text.lastIndexOf(':');
        boolean hasPort = text.startsWith("[") ? text.indexOf("]:") > 0 : colon > 0 && text.indexOf(':') == colon;
        if (hasPort) {
            host = text.substring(0, colon);
            try {
                port = Integer.parseInt(text.substring(colon + 1));
            } catch (NumberFormatException e) {
                port = 0; // refused below with all other ports that are none
            }
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(bare);
        if (literal == null || port < 1 || port > MAX_PORT) {
            throw new SettingRefused(
                    SERVERS_KEY, text, "must be addresses of name servers, such as 192.0.2.53 or [2001:db8::53]:53");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(text, e); // only for a wrong length, which a literal never has
        }
    }
}
