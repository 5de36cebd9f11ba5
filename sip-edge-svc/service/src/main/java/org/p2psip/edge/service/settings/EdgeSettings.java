package org.p2psip.edge.service.settings;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.digest.DigestAlgorithm;

/**
 * The checked configuration of one edge.
 *
 * @param listen SIP addresses, at most one of each IP version; port 0 takes any free one
 * @param domains own domains, lower case
 * @param redirectDomains those of them answered with 302
 * @param auth how users prove who they are
 * @param digestAlgorithms what challenges offer, in this order
 * @param advertisedHost how others reach this edge; IPv6 in brackets
 * @param advertisedPort its port; 0 for the port that is listened on
 * @param data directory of this service
 * @param secretFile file of the site's secret
 */
public record EdgeSettings(
        List<InetSocketAddress> listen,
        Set<String> domains,
        Set<String> redirectDomains,
        EdgeConfig.Auth auth,
        List<DigestAlgorithm> digestAlgorithms,
        String advertisedHost,
        int advertisedPort,
        Path data,
        Path secretFile,
        EdgeProperties properties) {
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\\.?");
    private static final int MAX_PORT = 65_535;
    private static final int DAY_SECONDS = 86_400;
    private static final int YEAR_SECONDS = 31_536_000; // what StoredEntry.lifetime_s may be

    /** Checks every value. Throws {@link SettingRefused} for the first that is wrong. */
    public static EdgeSettings of(EdgeProperties p) {
        List<InetSocketAddress> listen = listenAddresses(p);
        Set<String> domains = domains("p2psip.domains", p.domains());
        Set<String> redirect =
                domains("p2psip.redirect-domains", p.redirectDomains().orElse(List.of()));
        if (domains.isEmpty()) {
            throw new SettingRefused("p2psip.domains", "", "must name at least one domain, such as example.org");
        }
        if (!domains.containsAll(redirect)) {
            throw new SettingRefused(
                    "p2psip.redirect-domains", String.join(",", redirect), "must only name domains of p2psip.domains");
        }
        checkRanges(p);
        RegistrationSettings.registrar(p.registration());
        if (p.overlay().target().lastIndexOf(':') < 1) {
            throw new SettingRefused("p2psip.overlay.target", p.overlay().target(), "must be HOST:PORT");
        }
        Path data = Path.of(p.data());
        return new EdgeSettings(
                listen,
                domains,
                redirect,
                auth(p, listen),
                digestAlgorithms(p.digestAlgorithms()),
                advertisedHost(p, listen.get(0).getAddress()),
                p.sip().advertisedPort().orElse(0),
                data,
                p.secretFile().filter(f -> !f.isBlank()).map(Path::of).orElse(data.resolve("secret")),
                p);
    }

    /** What the core is made with. */
    public EdgeConfig coreConfig(byte[] secret, int boundPort) {
        EdgeProperties.Registration r = properties.registration();
        EdgeProperties.Limits l = properties.limits();
        return new EdgeConfig(
                domains,
                redirectDomains,
                auth,
                digestAlgorithms,
                advertisedHost,
                advertisedPort == 0 ? boundPort : advertisedPort,
                secret,
                r.minExpiresSeconds(),
                r.maxExpiresSeconds(),
                r.defaultExpiresSeconds(),
                r.nonceLifetimeSeconds(),
                RegistrationSettings.registrar(r),
                new EdgeConfig.Limits(
                        l.transactions(),
                        l.calls(),
                        l.cachedRouteSets(),
                        l.cachedCredentials(),
                        l.pendingRequests(),
                        l.branches()));
    }

    private static List<InetSocketAddress> listenAddresses(EdgeProperties p) {
        String key = p.sip().listen().isPresent() ? "p2psip.sip.listen" : "p2psip.listen";
        inRange("p2psip.sip.port", p.sip().port(), 0, MAX_PORT);
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String text : p.sip().listen().orElse(List.of(p.listen()))) {
            InetAddress address = address(key, text.strip());
            for (InetSocketAddress other : addresses) {
                if ((other.getAddress() instanceof Inet6Address) == (address instanceof Inet6Address)) {
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

    private static InetAddress address(String key, String text) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            if (literal != null) {
                return InetAddress.getByAddress(literal);
            }
            if (text.equals("localhost")) {
                return InetAddress.getByAddress(text, new byte[] {127, 0, 0, 1});
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException(text, e); // only for a wrong length, which a literal never has
        }
        throw new SettingRefused(key, text, "must be an IPv4 or IPv6 address");
    }

    private static Set<String> domains(String key, List<String> names) {
        Set<String> domains = new LinkedHashSet<>();
        for (String name : names) {
            String domain = name.strip().toLowerCase(Locale.ROOT);
            if (!DOMAIN.matcher(domain).matches() && NetUtil.createByteArrayFromIpAddressString(domain) == null) {
                throw new SettingRefused(key, name, "must be domain names, separated by commas");
            }
            domains.add(domain);
        }
        return Set.copyOf(domains);
    }

    private static EdgeConfig.Auth auth(EdgeProperties p, List<InetSocketAddress> listen) {
        return switch (p.auth()) {
            case "digest" -> EdgeConfig.Auth.DIGEST;
            case "none" -> {
                boolean loopback = listen.stream().allMatch(a -> a.getAddress().isLoopbackAddress());
                if (!loopback && !p.insecure()) {
                    throw new SettingRefused(
                            "p2psip.auth",
                            "none",
                            "must be digest unless SIP listens on loopback only (it listens on " + p.listen()
                                    + "), or p2psip.insecure is true");
                }
                yield EdgeConfig.Auth.NONE;
            }
            default -> throw new SettingRefused("p2psip.auth", p.auth(), "must be digest or none");
        };
    }

    private static List<DigestAlgorithm> digestAlgorithms(List<String> names) {
        List<DigestAlgorithm> algorithms = new ArrayList<>();
        for (String name : names) {
            algorithms.add(DigestAlgorithm.of(name.strip())
                    .filter(algorithm -> !algorithms.contains(algorithm))
                    .orElseThrow(() -> new SettingRefused(
                            "p2psip.digest-algorithms",
                            name,
                            "must be some of MD5, SHA-256, SHA-512-256, separated by commas, each once")));
        }
        return List.copyOf(algorithms);
    }

    private static String advertisedHost(EdgeProperties p, InetAddress listen) {
        String key = "p2psip.sip.advertised-host";
        String host = p.sip().advertisedHost().filter(h -> !h.isBlank()).orElse(null);
        if (host == null) {
            if (listen.isAnyLocalAddress()) {
                throw new SettingRefused(
                        key,
                        "",
                        "must be set to an address that phones reach, as SIP listens on " + listen.getHostAddress());
            }
            return bracketed(listen);
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal == null) {
            if (!DOMAIN.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
                throw new SettingRefused(key, host, "must be an IP address or a host name");
            }
            return host.toLowerCase(Locale.ROOT);
        }
        InetAddress address = address(key, host);
        if (address.isAnyLocalAddress()) {
            throw new SettingRefused(key, host, "must be an address that phones can send to, not the unspecified one");
        }
        return bracketed(address);
    }

    private static String bracketed(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private static void checkRanges(EdgeProperties p) {
        EdgeProperties.Sip s = p.sip();
        s.advertisedPort().ifPresent(port -> inRange("p2psip.sip.advertised-port", port, 1, MAX_PORT));
        inRange("p2psip.sip.socket-buffer-bytes", s.socketBufferBytes(), 65_536, 1 << 28);
        inRange("p2psip.sip.connections", s.connections(), 1, 1_000_000);
        inRange("p2psip.sip.connection-idle-seconds", s.connectionIdleSeconds(), 10, DAY_SECONDS);
        inRange("p2psip.sip.connect-timeout-ms", s.connectTimeoutMs(), 100, 30_000);
        inRange("p2psip.sip.connection-queue-bytes", s.connectionQueueBytes(), 65_536, 1 << 26);
        inRange("p2psip.sip.resolve-timeout-ms", s.resolveTimeoutMs(), 100, 10_000);
        EdgeProperties.Registration r = p.registration();
        inRange("p2psip.registration.min-expires-seconds", r.minExpiresSeconds(), 1, DAY_SECONDS);
        inRange("p2psip.registration.max-expires-seconds", r.maxExpiresSeconds(), r.minExpiresSeconds(), YEAR_SECONDS);
        inRange(
                "p2psip.registration.default-expires-seconds",
                r.defaultExpiresSeconds(),
                r.minExpiresSeconds(),
                r.maxExpiresSeconds());
        inRange("p2psip.registration.nonce-lifetime-seconds", r.nonceLifetimeSeconds(), 10, DAY_SECONDS);
        inRange("p2psip.overlay.timeout-ms", p.overlay().timeoutMs(), 100, 1_900); // 503 has to leave within 2 s
        inRange("p2psip.overlay.in-flight", p.overlay().inFlight(), 1, 4_096); // what a peer takes on one stream
        inRange("p2psip.kafka.partitions", p.kafka().partitions(), 1, 10_000);
        inRange("p2psip.kafka.replication", p.kafka().replication(), 1, 9);
        inRange("p2psip.kafka.call-buffer", p.kafka().callBuffer(), 16, 1_000_000);
        inRange("p2psip.kafka.spool-bytes", p.kafka().spoolBytes(), 65_536, 1L << 40);
        inRange("p2psip.drain-seconds", p.drainSeconds(), 0, 3_600);
        EdgeProperties.Limits l = p.limits();
        inRange("p2psip.limits.transactions", l.transactions(), 100, 10_000_000);
        inRange("p2psip.limits.calls", l.calls(), 1, 10_000_000);
        inRange("p2psip.limits.cached-route-sets", l.cachedRouteSets(), 1, 10_000_000);
        inRange("p2psip.limits.cached-credentials", l.cachedCredentials(), 1, 10_000_000);
        inRange("p2psip.limits.pending-requests", l.pendingRequests(), 1, 1_000_000);
        inRange("p2psip.limits.branches", l.branches(), 1, 100);
    }

    private static void inRange(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new SettingRefused(key, value, "must be " + least + " to " + most);
        }
    }
}
