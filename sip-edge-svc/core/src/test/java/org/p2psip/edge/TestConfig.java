package org.p2psip.edge;

import java.util.List;
import java.util.Set;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.locate.LocateConfig;
import org.p2psip.edge.outbound.OutboundConfig;
import org.p2psip.edge.policy.IdentityConfig;
import org.p2psip.edge.protect.ProtectConfig;
import org.p2psip.edge.proxy.ProxyConfig;
import org.p2psip.edge.regevent.RegEventConfig;
import org.p2psip.edge.registrar.RegistrarConfig;
import org.p2psip.edge.route.AdvertisedAddress;
import org.p2psip.edge.route.Alias;

/** The configuration of an edge under test: usual values, and those that a test changes before it makes one. */
final class TestConfig {
    Set<String> domains = Set.of(EdgeHarness.DOMAIN, "redirect.example.org");
    Set<String> redirectDomains = Set.of("redirect.example.org");
    EdgeConfig.Auth auth = EdgeConfig.Auth.NONE;
    DigestConfig digest = new DigestConfig(
            List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), List.of("old phone"), DigestConfig.Qop.AUTH);
    IdentityConfig identities = IdentityConfig.none();
    AdvertisedAddress advertised = new AdvertisedAddress("192.0.2.1", "[2001:db8::1]", 5060, 5061, 8080, 8443);
    List<Alias> aliases = List.of();
    byte[] secret = EdgeHarness.SECRET;
    OutboundConfig outbound = OutboundConfig.defaults();
    RegistrarConfig registrar = RegistrarConfig.defaults();
    RegEventConfig regEvent = RegEventConfig.defaults();
    EdgeConfig.Limits limits = EdgeConfig.Limits.defaults();
    LocateConfig locate = LocateConfig.of(List.of(Transport.UDP, Transport.TCP, Transport.TLS));
    ProxyConfig proxy = ProxyConfig.defaults();
    ProtectConfig protect = ProtectConfig.off();

    /** As {@link EdgeHarness#withDigest} has it. */
    static TestConfig withDigest() {
        TestConfig config = new TestConfig();
        config.auth = EdgeConfig.Auth.DIGEST;
        return config;
    }

    EdgeConfig make() {
        return new EdgeConfig(
                domains,
                redirectDomains,
                auth,
                digest,
                identities,
                advertised,
                aliases,
                secret,
                60,
                7200,
                3600,
                300,
                outbound,
                registrar,
                regEvent,
                limits,
                locate,
                proxy,
                protect);
    }

    /** What tells this edge from others of the site. */
    long seed = 1;

    /** An edge with it. */
    EdgeHarness start() {
        return new EdgeHarness(make(), new FakeOverlay(), seed);
    }
}
