package org.p2psip.edge.service.settings;

import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.Transport;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.policy.IdentityConfig;
import org.p2psip.edge.route.AdvertisedAddress;
import org.p2psip.kafka.KafkaAccess;

/**
 * The checked configuration of one edge.
 *
 * @param sip where SIP is listened for
 * @param dns how servers are found
 * @param domains own domains, lower case
 * @param redirectDomains those of them answered with 302
 * @param auth how users prove who they are
 * @param digest what challenges offer
 * @param identities whom users may act for
 * @param data directory of this service
 * @param secretFile file of the site's secret
 * @param trunksFile file of the trunks; empty for an edge that is no gateway
 */
public record EdgeSettings(
        SipSettings sip,
        DnsSettings dns,
        Set<String> domains,
        Set<String> redirectDomains,
        EdgeConfig.Auth auth,
        DigestConfig digest,
        IdentityConfig identities,
        Path data,
        Path secretFile,
        Optional<Path> trunksFile,
        EdgeProperties properties) {
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\\.?");
    private static final String TARGETS = "[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*";
    private static final int DAY_SECONDS = 86_400;
    private static final int YEAR_SECONDS = 31_536_000; // what StoredEntry.lifetime_s may be

    /** Checks every value. Throws {@link SettingRefused} for the first that is wrong. */
    public static EdgeSettings of(EdgeProperties p) {
        SipSettings sip = SipSettings.of(p);
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
        ProxySettings.check(p, sip);
        OutboundSettings.check(p);
        if (!p.site().matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new SettingRefused("p2psip.site", p.site(), "must be 1 to 64 of a-z A-Z 0-9 - _ .");
        }
        RegistrationSettings.registrar(p.registration());
        RegEventSettings.of(p.regEvent(), domains);
        SipSettings.address("p2psip.grpc.listen", p.grpc().listen());
        SecuritySettings.of(p);
        if (!p.overlay().target().strip().matches(TARGETS)) {
            throw new SettingRefused(
                    "p2psip.overlay.target", p.overlay().target(), "must be HOST:PORT, several separated by commas");
        }
        kafka(p);
        Path data = Path.of(p.data());
        return new EdgeSettings(
                sip,
                DnsSettings.of(p),
                domains,
                redirect,
                auth(p, sip),
                DigestSettings.of(p),
                IdentitySettings.of(p.mayActFor().orElse(List.of()), domains),
                data,
                p.secretFile().filter(f -> !f.isBlank()).map(Path::of).orElse(data.resolve("secret")),
                p.trunksFile().filter(f -> !f.isBlank()).map(Path::of),
                p);
    }

    /** HOST:PORT of routing peers of the site, the one to prefer first. */
    public List<String> overlayTargets() {
        return List.of(properties.overlay().target().strip().split("\\s*,\\s*"));
    }

    /** Where Kafka is, and how the edge connects to it. */
    public KafkaAccess kafka() {
        return kafka(properties);
    }

    private static KafkaAccess kafka(EdgeProperties p) {
        return KafkaAccess.of(p.kafka(), (key, value, allowed) -> new SettingRefused(key, value, "must be " + allowed));
    }

    /** Where the message trace goes; empty when there is no collector. */
    public Optional<HepSettings> hep() {
        return HepSettings.of(properties.hep());
    }

    /** What the core is made with. */
    public EdgeConfig coreConfig(byte[] secret, AdvertisedAddress advertised) {
        EdgeProperties.Registration r = properties.registration();
        EdgeProperties.Limits l = properties.limits();
        return new EdgeConfig(
                domains,
                redirectDomains,
                auth,
                digest,
                identities,
                advertised,
                ProxySettings.aliases(properties.sip(), sip.listen()),
                secret,
                r.minExpiresSeconds(),
                r.maxExpiresSeconds(),
                r.defaultExpiresSeconds(),
                r.nonceLifetimeSeconds(),
                OutboundSettings.of(properties, advertised),
                RegistrationSettings.registrar(r),
                RegEventSettings.of(properties.regEvent(), domains),
                new EdgeConfig.Limits(
                        l.transactions(),
                        l.calls(),
                        l.cachedRouteSets(),
                        l.cachedCredentials(),
                        l.pendingRequests(),
                        l.branches()),
                dns.locate(List.of(Transport.UDP, Transport.TCP, Transport.TLS)),
                ProxySettings.of(properties.proxy()),
                ProtectSettings.of(properties.protect()));
    }

    private static Set<String> domains(String key, List<String> names) {
        Set<String> domains = new LinkedHashSet<>();
        for (String name : names) {
            String domain = name.strip().toLowerCase(Locale.ROOT);
            if (!isDomain(domain) && NetUtil.createByteArrayFromIpAddressString(domain) == null) {
                throw new SettingRefused(key, name, "must be domain names, separated by commas");
            }
            domains.add(domain);
        }
        return Set.copyOf(domains);
    }

    private static EdgeConfig.Auth auth(EdgeProperties p, SipSettings sip) {
        return switch (p.auth()) {
            case "digest" -> EdgeConfig.Auth.DIGEST;
            case "none" -> {
                if (!sip.isLoopbackOnly() && !p.insecure()) {
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

    private static void checkRanges(EdgeProperties p) {
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
        inRange("p2psip.overlay.signature-gap-ms", p.overlay().signatureGapMs(), 1, 100);
        inRange("p2psip.kafka.partitions", p.kafka().partitions(), 1, 10_000);
        inRange("p2psip.kafka.replication", p.kafka().replication(), 1, 9);
        inRange("p2psip.kafka.call-buffer", p.kafka().callBuffer(), 16, 1_000_000);
        inRange("p2psip.kafka.spool-bytes", p.kafka().spoolBytes(), 65_536, 1L << 40);
        inRange("p2psip.drain-seconds", p.drainSeconds(), 0, 3_600);
        ProtectSettings.of(p.protect());
        HepSettings.of(p.hep());
        TracingSettings.check(p.tracing());
        EdgeProperties.Limits l = p.limits();
        inRange("p2psip.limits.transactions", l.transactions(), 100, 10_000_000);
        inRange("p2psip.limits.calls", l.calls(), 1, 10_000_000);
        inRange("p2psip.limits.cached-route-sets", l.cachedRouteSets(), 1, 10_000_000);
        inRange("p2psip.limits.cached-credentials", l.cachedCredentials(), 1, 10_000_000);
        inRange("p2psip.limits.pending-requests", l.pendingRequests(), 1, 1_000_000);
        inRange("p2psip.limits.branches", l.branches(), 1, 100);
    }

    static boolean isDomain(String name) {
        return DOMAIN.matcher(name).matches();
    }

    static void inRange(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new SettingRefused(key, value, "must be " + least + " to " + most);
        }
    }
}
