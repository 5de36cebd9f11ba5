package org.p2psip.edge.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.resolver.ResolvedAddressTypes;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.policy.IdentityConfig;
import org.p2psip.edge.route.Alias;

class EdgeSettingsTest {
    @TempDir
    Path directory;

    @Test
    void defaultsServeOnLoopback() {
        EdgeSettings settings = settings(Map.of());
        assertThat(settings.sip().listen()).hasSize(1);
        assertThat(settings.sip().listen().get(0).getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(settings.sip().advertisedHost()).isEqualTo("127.0.0.1");
        assertThat(settings.auth()).isEqualTo(EdgeConfig.Auth.DIGEST);
        assertThat(settings.secretFile()).isEqualTo(Path.of(".p2psip/edge/secret"));
        assertThat(settings.sip().advertised(transport -> 5060).port()).isEqualTo(5060);
    }

    @Test
    void domainsAreComparedInLowerCase() {
        EdgeSettings settings =
                settings(Map.of("p2psip.domains", "Example.ORG, b.example", "p2psip.redirect-domains", "B.example"));
        assertThat(settings.domains()).containsExactlyInAnyOrder("example.org", "b.example");
        assertThat(settings.redirectDomains()).containsExactly("b.example");
    }

    @Test
    void strongAndOldDigestIsOfferedAndTheOldAloneToPhonesThatFailOnTheOther() {
        DigestConfig digest = settings(Map.of()).digest();
        assertThat(digest.algorithms()).containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        assertThat(digest.qop()).isEqualTo(DigestConfig.Qop.AUTH);
        assertThat(digest.md5OnlyAgents()).contains("baresip v1.", "sipp", DigestConfig.NO_AGENT);
        assertThat(settings(Map.of("p2psip.digest-md5-only-agents", ""))
                        .digest()
                        .md5OnlyAgents())
                .isEmpty();
        assertThat(settings(Map.of("p2psip.digest-qop", "auth,auth-int"))
                        .digest()
                        .qop())
                .isEqualTo(DigestConfig.Qop.BOTH);
    }

    @Test
    void usersMayActForOthersOfTheirDomain() {
        IdentityConfig identities = settings(
                        Map.of("p2psip.may-act-for", "pbx@example.org=*@EXAMPLE.org,a@example.org=b@example.org"))
                .identities();
        Aor pbx = new Aor("pbx", "example.org");
        assertThat(identities.mayUse(pbx, new Aor("anybody", "example.org"))).isTrue();
        assertThat(identities.mayUse(new Aor("a", "example.org"), new Aor("b", "example.org")))
                .isTrue();
        assertThat(identities.mayUse(new Aor("b", "example.org"), new Aor("a", "example.org")))
                .isFalse();
    }

    @Test
    void nameServersMayHaveAPort() {
        assertThat(settings(Map.of("p2psip.dns.servers", "192.0.2.53, 192.0.2.54:5353, [2001:db8::53]:54,2001:db8::54"))
                        .dns()
                        .servers())
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly(
                        "192.0.2.53 53", "192.0.2.54 5353", "2001:db8:0:0:0:0:0:53 54", "2001:db8:0:0:0:0:0:54 53");
    }

    @Test
    void addressesOfAVersionThatIsNotListenedWithAreNotAskedFor() {
        EdgeSettings four = settings(Map.of());
        assertThat(four.dns().options(four.sip().listen()).families()).isEqualTo(ResolvedAddressTypes.IPV4_ONLY);
        EdgeSettings six = settings(Map.of("p2psip.listen", "::1"));
        assertThat(six.dns().options(six.sip().listen()).families()).isEqualTo(ResolvedAddressTypes.IPV6_ONLY);
        EdgeSettings both = settings(Map.of("p2psip.sip.listen", "127.0.0.1,::1"));
        assertThat(both.dns().options(both.sip().listen()).families()).isEqualTo(ResolvedAddressTypes.IPV4_PREFERRED);
    }

    @Test
    void edgeIsMeantByItsAliasesAndByWhatItListensOn() {
        EdgeSettings settings = settings(Map.of("p2psip.sip.aliases", "LB.example.net:5070, [2001:db8::7]"));
        assertThat(settings.coreConfig(new byte[32], settings.sip().advertised(transport -> 5060))
                        .aliases())
                .containsExactly(
                        new Alias("lb.example.net", 5070), new Alias("[2001:db8::7]", 0), new Alias("127.0.0.1", 0));
    }

    @Test
    void edgeThatListensEverywhereIsMeantByEachAddressOfTheMachine() {
        EdgeSettings settings =
                settings(Map.of("p2psip.sip.listen", "0.0.0.0", "p2psip.sip.advertised-host", "edge.example.net"));
        assertThat(settings.coreConfig(new byte[32], settings.sip().advertised(transport -> 5060))
                        .aliases())
                .contains(new Alias("127.0.0.1", 0))
                .doesNotContain(new Alias("0.0.0.0", 0));
    }

    @Test
    void ipv6AddressIsAdvertisedInBrackets() {
        assertThat(settings(Map.of("p2psip.listen", "::1")).sip().advertisedHost())
                .isEqualTo("[::1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            p2psip.sip.port                         | 70000       | 0 to 65535
            p2psip.sip.connections-per-source       | 0           | 1 to 1000000
            p2psip.sip.udp-sockets                  | 17          | 1 to 16
            p2psip.sip.tls.minimum-version          | 1.1         | 1.2 or 1.3
            p2psip.sip.tls.client-certificates      | maybe       | none, request or require
            p2psip.sip.tls.client-certificates      | require     | without p2psip.sip.tls.trust
            p2psip.sip.ws.port                      | 5060        | another port than that of p2psip.sip.port
            p2psip.sip.wss.port                     | 8443        | absent without p2psip.sip.tls.certificate
            p2psip.sip.ws.allowed-origins           | phones      | must be origins such as
            p2psip.sip.connections                  | 0           | 1 to 1000000
            p2psip.listen                           | example.org | must be an IPv4 or IPv6 address
            p2psip.dns.servers                      | ns.example  | must be addresses of name servers
            p2psip.dns.servers                      | 192.0.2.1:0 | must be addresses of name servers
            p2psip.dns.timeout-ms                   | 50          | 100 to 5000
            p2psip.dns.min-ttl-seconds              | 7200        | 0 to 3600
            p2psip.dns.failover-ms                  | 100         | 500 to 32000
            p2psip.sip.tcp-above-bytes              | 100         | 500 to 65535
            p2psip.sip.aliases                      | a b         | must be hosts or host:port
            p2psip.proxy.emergency-route            | 112         | must be a SIP URI
            p2psip.sip.site-host                    | a b         | must be an IP address or a host name
            p2psip.sip.site-port                    | 0           | 1 to 65535
            p2psip.edge.peer-transport              | ws          | must be udp, tcp or tls
            p2psip.edge.peer-timeout-ms             | 100         | 200 to 30000
            p2psip.outbound.flows                   | some        | must be needed or all
            p2psip.outbound.flow-timer-seconds      | 5           | 10 to 3600
            p2psip.outbound.flow-timer-seconds      | 600         | must be less than p2psip.sip.connection-idle-seconds
            p2psip.hep.target                       | 192.0.2.20  | must be HOST:PORT of a collector
            p2psip.hep.target                       | :9060       | must be HOST:PORT of a collector
            p2psip.hep.target                       | homer:70000 | must be HOST:PORT of a collector
            p2psip.hep.capture-id                   | 0           | 1 to 2147483647
            p2psip.protect.requests-per-second      | -1          | 0 to 1000000
            p2psip.protect.burst                    | 0           | 1 to 1000000
            p2psip.protect.trusted                  | 10.0.0.0/33 | must be addresses or ranges such as 192.0.2.0/24
            p2psip.protect.trusted                  | 192.0.2.7/24 | without bits behind the prefix
            p2psip.protect.trusted                  | example.org | must be addresses or ranges such as 192.0.2.0/24
            p2psip.protect.ban.seconds              | 0           | 1 to 2592000
            p2psip.protect.max-lag-ms               | 60001       | 0 to 60000
            p2psip.tls.enabled                      | maybe       | must be true or false
            p2psip.tls.enrollment                   | nowhere     | must be host:port
            p2psip.auth                             | basic       | digest or none
            p2psip.domains                          | exa mple    | must be domain names
            p2psip.redirect-domains                 | other.org   | must only name domains of p2psip.domains
            p2psip.overlay.target                   | nowhere     | must be HOST:PORT
            p2psip.overlay.timeout-ms               | 5000        | 100 to 1900
            p2psip.overlay.in-flight                | 5000        | 1 to 4096
            p2psip.sip.advertised-host              | 0.0.0.0     | must be an address that phones can send to
            p2psip.sip.advertised-host              | a b         | must be an IP address or a host name
            p2psip.registration.max-expires-seconds | 30          | 60 to 31536000
            p2psip.registration.path                | maybe       | strict, lenient or required
            p2psip.reg-event.watchers               | watcher     | must be users of own domains
            p2psip.reg-event.max-expires-seconds    | 59          | 60 to 2592000
            p2psip.digest-algorithms                | SHA-1       | must be some of MD5, SHA-256, SHA-512-256
            p2psip.digest-qop                       | none        | must be auth, auth-int or auth,auth-int
            p2psip.may-act-for                      | pbx         | must be USER=ADDRESS
            p2psip.may-act-for                      | a@b.c=d@b.c | a user and an address of one own domain
            """)
    void wrongValueIsRefusedWithKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining(key)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining(allowed);
    }

    @Test
    void unspecifiedAddressNeedsAnAdvertisedHost() {
        assertThatThrownBy(() -> settings(Map.of("p2psip.listen", "0.0.0.0")))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.sip.advertised-host");
        assertThat(settings(Map.of("p2psip.listen", "0.0.0.0", "p2psip.sip.advertised-host", "192.0.2.7"))
                        .sip()
                        .advertisedHost())
                .isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void loopbackIsNotAdvertisedToOtherMachines(String host) {
        Map<String, String> open =
                new HashMap<>(Map.of("p2psip.listen", "192.0.2.7", "p2psip.sip.advertised-host", host));
        assertThatThrownBy(() -> settings(open))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.sip.advertised-host")
                .hasMessageContaining("\"" + host + "\"")
                .hasMessageContaining("listens on 192.0.2.7");
        open.put("p2psip.insecure", "true");
        assertThat(settings(open).sip().advertisedHost()).isIn("127.0.0.1", "[::1]");
    }

    @Test
    void unspecifiedAddressIsNeverAdvertised() {
        Map<String, String> open =
                Map.of("p2psip.listen", "0.0.0.0", "p2psip.sip.advertised-host", "0.0.0.0", "p2psip.insecure", "true");
        assertThatThrownBy(() -> settings(open)).isInstanceOf(SettingRefused.class);
    }

    @Test
    void eachIpVersionHasAnAdvertisedAddress() {
        SipSettings both =
                settings(Map.of("p2psip.sip.listen", "::1,127.0.0.1")).sip();
        assertThat(both.advertisedHost()).isEqualTo("127.0.0.1");
        assertThat(both.advertisedHost6()).isEqualTo("[::1]");
        SipSettings name = settings(
                        Map.of("p2psip.sip.listen", "::,0.0.0.0", "p2psip.sip.advertised-host", "Edge.example.org"))
                .sip();
        assertThat(name.advertisedHost()).isEqualTo("edge.example.org");
        assertThat(name.advertisedHost6()).isEqualTo("edge.example.org");
    }

    @ParameterizedTest
    @CsvSource({"certificate,key", "key,certificate"})
    void certificateAndKeyGoTogether(String one, String other) {
        assertThatThrownBy(() -> settings(Map.of("p2psip.sip.tls." + one, "edge.pem")))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.sip.tls." + other);
    }

    @Test
    void noAuthenticationOutsideLoopbackNeedsInsecure() {
        Map<String, String> open = new HashMap<>(Map.of("p2psip.auth", "none", "p2psip.listen", "192.0.2.7"));
        assertThatThrownBy(() -> settings(open))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.insecure");
        open.put("p2psip.insecure", "true");
        assertThat(settings(open).auth()).isEqualTo(EdgeConfig.Auth.NONE);
    }

    @Test
    void secretIsMadeOnceAndForItsOwnerOnly() throws IOException {
        Path file = directory.resolve("new/secret");
        byte[] secret = SecretFile.readOrMake(file);
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        assertThat(SecretFile.readOrMake(file)).isEqualTo(secret);
        assertThat(Files.getPosixFilePermissions(file).toString()).isEqualTo("[OWNER_READ, OWNER_WRITE]");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void shortSecretIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("secret"), new byte[31]);
        assertThatThrownBy(() -> SecretFile.readOrMake(file))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.secret-file")
                .hasMessageContaining("31");
    }

    /** What is read of these keys, over the defaults. */
    static EdgeSettings settings(Map<String, String> given) {
        try {
            EdgeProperties properties = new SmallRyeConfigBuilder()
                    .withMapping(EdgeProperties.class)
                    .withSources(new YamlConfigSource(EdgeProperties.class.getResource("/application.yaml"), 100))
                    .withSources(new PropertiesConfigSource(given, "test", 400))
                    .build()
                    .getConfigMapping(EdgeProperties.class);
            return EdgeSettings.of(properties);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
