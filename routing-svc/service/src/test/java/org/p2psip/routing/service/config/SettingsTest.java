package org.p2psip.routing.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void defaultsAreThoseOfANodeOnOneMachine() throws IOException {
        Settings settings = read(Map.of());
        assertThat(settings.overlay()).isEqualTo("example.org");
        assertThat(settings.domains()).containsExactly("example.org");
        assertThat(settings.advertise()).hasToString("127.0.0.1:7460");
        assertThat(settings.storage()).hasToString("[127.0.0.1:7461]");
        assertThat(settings.site()).isEqualTo("local");
    }

    @Test
    void givenValuesAreTakenInTheirCanonicalForm() throws IOException {
        Settings settings = read(Map.of(
                "p2psip.domains", " Example.COM, example.org,example.com",
                "p2psip.overlay", "overlay.example",
                "p2psip.advertise", "[2001:db8::1]:9000"));
        assertThat(settings.domains()).containsExactly("example.com", "example.org");
        assertThat(settings.overlay()).isEqualTo("overlay.example");
        assertThat(settings.advertise()).isEqualTo(new HostPort("2001:db8::1", 9000));
        assertThat(settings.advertise()).hasToString("[2001:db8::1]:9000");
    }

    @Test
    void peerIsNoEnrollmentServerUnlessItIsSaid() throws IOException {
        assertThat(read(Map.of()).enrollment().source()).isEqualTo(new CaSource.None());
        assertThat(read(Map.of("p2psip.enrollment.server", "true")).enrollment().source())
                .isEqualTo(new CaSource.Own());
        assertThat(read(Map.of(
                                "p2psip.enrollment.server", "true",
                                "p2psip.enrollment.ca-certificate", "/ca.pem",
                                "p2psip.enrollment.ca-key", "/ca.key"))
                        .enrollment()
                        .source())
                .isEqualTo(new CaSource.Given(Path.of("/ca.pem"), Path.of("/ca.key")));
    }

    @Test
    void waysToTheRingAreReadWithTheirSpaces() throws IOException {
        assertThat(read(Map.of()).ring().join().servers()).isEmpty();
        assertThat(read(Map.of("p2psip.ring.join", "a.example.org:7460, dns:peers.svc:7460"))
                        .ring()
                        .join())
                .satisfies(ways -> {
                    assertThat(ways.servers()).containsExactly("a.example.org:7460");
                    assertThat(ways.names()).containsExactly("peers.svc:7460");
                });
    }

    @Test
    void certificateOfAnAuthorityNeedsItsKey() {
        assertThatThrownBy(() -> read(Map.of("p2psip.enrollment.ca-certificate", "/ca.pem")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("p2psip.enrollment.ca-key is \"\"; allowed is the key to");
    }

    @ParameterizedTest
    @CsvSource({
        "p2psip.listen, a b, an address or host name",
        "p2psip.bootstrap.rate, 0, a whole number from 1 to 1000000",
        "p2psip.bootstrap.servers, example.org, 'host:port, port 1 to 65535'",
        "p2psip.bootstrap.call-port, 65536, a whole number from 1 to 65535",
        "p2psip.grpc.port, 0, a whole number from 1 to 65535",
        "p2psip.grpc.port, 65536, a whole number from 1 to 65535",
        "p2psip.http.port, web, a whole number from 1 to 65535",
        "p2psip.domains, exa_mple, a domain name in lower case",
        "p2psip.domains, ',', one or more SIP domains",
        "p2psip.overlay, Example, a domain name in lower case",
        "p2psip.site, a b, '1 to 64 letters, digits'",
        "p2psip.storage.target, localhost, host:port",
        "p2psip.storage.target, localhost:0, host:port",
        "p2psip.advertise, host:99999, host:port",
        "p2psip.kafka.bootstrap, 'localhost:9092,other', host:port",
        "p2psip.kafka.partitions, 0, a whole number from 1 to 10000",
        "p2psip.kafka.replication, many, a whole number from 1 to 100",
        "p2psip.routing.limits.storage-in-flight, 8193, a whole number from 1 to 8192",
        "p2psip.routing.limits.storage-in-flight-bytes, 1, a whole number from 1048576 to 1073741824",
        "p2psip.enrollment.server, yes, true or false",
        "p2psip.enrollment.ca-days, 0, a whole number from 1 to 36500",
        "p2psip.enrollment.certificate-hours, 9601, a whole number from 1 to 9600",
        "p2psip.enrollment.user-certificate-hours, 0, a whole number from 1 to 9600",
        "p2psip.enrollment.revocation-list-hours, x, a whole number from 1 to 9600",
        "p2psip.enrollment.kubernetes.accounts, 'p2psip/edge', 'namespace/account=role+role@site'",
        "p2psip.enrollment.kubernetes.accounts, 'p2psip/edge=boss', 'namespace/account=role+role@site'",
        "p2psip.enrollment.kubernetes.server, 'http://api', the URL of an API server",
        "p2psip.enrollment.kubernetes.server, 'https://a b', the URL of an API server",
        "p2psip.enrollment.kubernetes.audience, 'a b', 1 to 253 characters",
        "p2psip.enrollment.kubernetes.timeout-ms, 4001, a whole number from 100 to 4000",
        "p2psip.ring.join, 'example.org', 'one or more of host:port'",
        "p2psip.ring.begin-after, -1, a whole number from 0 to 86400",
        "p2psip.ring.dial-only, no, true or false",
        "p2psip.ring.link-queue, 1, a whole number from 16 to 65536",
        "p2psip.ring.link-queue-bytes, 1, a whole number from 1048576 to 1073741824",
        "p2psip.ring.neighbor-silence, 0, a whole number from 200 to 600000",
        "p2psip.ring.probe-timeout, 99, a whole number from 100 to 60000",
        "p2psip.ring.update-interval, 1, a whole number from 1000 to 3600000",
        "p2psip.ring.join-timeout, x, a whole number from 500 to 60000",
        "p2psip.routing.limits.stream-in-flight, 0, a whole number from 1 to 4096",
    })
    void valueThatIsNotAllowedIsNamedWithWhatIs(String key, String value, String allowed) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll(key + " is \"", "allowed is " + allowed);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::"})
    void peerThatListensEverywhereHasToSayWhereItIsReached(String listen) throws IOException {
        assertThatThrownBy(() -> read(Map.of("p2psip.listen", listen)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("p2psip.advertise");
        assertThat(read(Map.of("p2psip.listen", listen, "p2psip.advertise", "peer.example.org:7460"))
                        .advertise())
                .hasToString("peer.example.org:7460");
    }

    @Test
    void peerWithoutACertificateHasToKnowTheEnrollmentServer() throws IOException {
        assertThatThrownBy(() -> read(Map.of("p2psip.tls.enrollment", "")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("p2psip.tls.enrollment is \"\"; allowed is host:port of the enrollment server, which this"
                        + " peer is not itself");
        assertThat(read(Map.of("p2psip.tls.enrollment", "", "p2psip.enrollment.server", "true"))
                        .tls()
                        .enabled())
                .isTrue();
        assertThat(read(Map.of("p2psip.tls.enrollment", "", "p2psip.tls.enabled", "false"))
                        .tls()
                        .enabled())
                .isFalse();
    }

    private static Settings read(Map<String, String> given) throws IOException {
        RoutingConfig config = new SmallRyeConfigBuilder()
                .withSources(new YamlConfigSource(SettingsTest.class.getResource("/application.yaml"), 100))
                .withSources(new PropertiesConfigSource(
                        Map.of("p2psip.domains", "example.org", "p2psip.tls.enrollment", "127.0.0.1:7460"),
                        "required",
                        200))
                .withSources(new PropertiesConfigSource(given, "given", 300))
                .addDefaultInterceptors()
                .withMapping(RoutingConfig.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(RoutingConfig.class);
        return new SettingsReader().read(config);
    }
}
