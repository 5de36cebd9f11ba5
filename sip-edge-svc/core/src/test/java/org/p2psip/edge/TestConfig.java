package org.p2psip.edge;

import java.util.List;
import java.util.Set;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.locate.LocateConfig;
import org.p2psip.edge.protect.ProtectConfig;
import org.p2psip.edge.registrar.RegistrarConfig;
import org.p2psip.edge.route.AdvertisedAddress;

/** The configuration of an edge under test: usual values, and those that a test changes before it makes one. */
final class TestConfig {
    Set<String> domains = Set.of(EdgeHarness.DOMAIN, "redirect.example.org");
    Set<String> redirectDomains = Set.of("redirect.example.org");
    EdgeConfig.Auth auth = EdgeConfig.Auth.NONE;
    List<DigestAlgorithm> digestAlgorithms = List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    AdvertisedAddress advertised = new AdvertisedAddress("192.0.2.1", "[2001:db8::1]", 5060, 5061, 8080, 8443);
    byte[] secret = EdgeHarness.SECRET;
    RegistrarConfig registrar = RegistrarConfig.defaults();
    EdgeConfig.Limits limits = EdgeConfig.Limits.defaults();
    LocateConfig locate = LocateConfig.of(List.of(Transport.UDP, Transport.TCP, Transport.TLS));
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
                digestAlgorithms,
                advertised,
                secret,
                60,
                7200,
                3600,
                300,
                registrar,
                limits,
                locate,
                protect);
    }

    /** An edge with it. */
    EdgeHarness start() {
        return new EdgeHarness(make());
    }
}
