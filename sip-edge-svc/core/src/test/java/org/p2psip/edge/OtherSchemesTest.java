package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.locate.LocateConfig;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.ProxyConfig;
import org.p2psip.edge.route.Alias;

/** Request-URIs that are no sip URI of a user: tel (RFC 3966), urn:service:sos (RFC 5031), sips, other names of the edge. */
class OtherSchemesTest {
    private final TestConfig config = new TestConfig();

    private static String call(String uri) {
        return request("INVITE", uri, ALICE, Map.of());
    }

    private TestConfig emergenciesGoTo(String uri) {
        config.proxy = new ProxyConfig(false, SipUri.parse(uri));
        return config;
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "tel:+49-30-123456, 404",
        "tel:7042;phone-context=example.com, 404",
        "tel:7042, 484",
        "tel:+49x, 400",
        "urn:service:sos, 416",
        "urn:service:counseling, 416",
        "mailto:bob@example.org, 416",
    })
    void uriThatLeadsNowhereIsRefused(String uri, int status) {
        EdgeHarness edge = config.start();
        edge.udp(ALICE, call(uri));
        assertThat(edge.onlyResponse().status()).isEqualTo(status);
    }

    @Test
    void sipsReachesOnlyPhonesThatRegisteredSips() {
        EdgeHarness edge = config.start();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.overlay.put(aor("bob"), binding("sips:bob@198.51.100.7"));
        edge.udp(ALICE, call("sips:bob@example.org"));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.transport()).isEqualTo(Transport.TLS);
        assertThat(forwarded.toText()).isEqualTo("198.51.100.7:5061");
    }

    @Test
    void sipsIsAnswered480WhereNoPhoneRegisteredSips() {
        EdgeHarness edge = config.start();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB + ";transport=tls"));
        edge.udp(ALICE, call("sips:bob@example.org"));
        assertThat(edge.onlyResponse().status()).isEqualTo(480);
    }

    @Test
    void numbersInOtherHeadersHarmNobody() {
        EdgeHarness edge = config.start();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(
                ALICE,
                invite(Map.of("From", "<tel:+4930123456>;tag=a", "To", "<tel:7042>", "Contact", "<tel:+4930123456>")));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.toText()).isEqualTo(BOB);
        assertThat(forwarded.message().header(Header.FROM)).isEqualTo("<tel:+4930123456>;tag=a");
    }

    @ParameterizedTest
    @CsvSource({"urn:service:sos", "URN:service:SOS.police"})
    void emergencyCallGoesByItsRoute(String uri) {
        EdgeHarness edge = emergenciesGoTo("sip:198.51.100.112:5070").start();
        edge.udp(ALICE, call(uri));
        Sent help = edge.onlySent();
        assertThat(help.toText()).isEqualTo("198.51.100.112:5070");
        assertThat(help.message().requestUri()).isEqualTo(uri);
        assertThat(help.message().values(Header.ROUTE)).containsExactly("<sip:198.51.100.112:5070;lr>");
        edge.udp(help.toText(), response(help.message(), 200, "psap"));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void emergencyCallToAUserGetsHisUri() {
        EdgeHarness edge = emergenciesGoTo("sip:112@198.51.100.112").start();
        edge.udp(ALICE, call("urn:service:sos"));
        Sent help = edge.onlySent();
        assertThat(help.message().requestUri()).isEqualTo("sip:112@198.51.100.112");
        assertThat(help.message().count(Header.ROUTE)).isZero();
    }

    @Test
    void nobodyHasToProveHimselfToCallForHelp() {
        config.auth = EdgeConfig.Auth.DIGEST;
        EdgeHarness edge = emergenciesGoTo("sip:198.51.100.112").start();
        edge.udp(ALICE, call("urn:service:sos.fire"));
        assertThat(edge.onlySent().toText()).isEqualTo("198.51.100.112:5060");
        edge.udp(ALICE, request("INVITE", "urn:service:sosx", ALICE, Map.of("Via", via(2))));
        assertThat(edge.onlyResponse().status()).isEqualTo(416);
    }

    private static String via(int number) {
        return "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-" + number;
    }

    @Test
    void sipsIsRefusedWithoutTls() {
        config.locate = LocateConfig.of(List.of(Transport.UDP, Transport.TCP));
        EdgeHarness edge = config.start();
        edge.udp(ALICE, call("sips:bob@example.org"));
        assertThat(edge.onlyResponse().status()).isEqualTo(416);
    }

    @Test
    void sipsGoesToSipsContactsOnlyAndOverTls() {
        EdgeHarness edge = config.start();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.overlay.put(aor("bob"), binding("sips:bob@198.51.100.2:5065"));
        edge.udp(ALICE, call("sips:bob@example.org"));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.transport()).isEqualTo(Transport.TLS);
        assertThat(forwarded.toText()).isEqualTo("198.51.100.2:5065");
        assertThat(forwarded.serverName()).isEqualTo("198.51.100.2");
    }

    @Test
    void sipsByARouteIsEncryptedWhateverTheRouteSays() {
        EdgeHarness edge = config.start();
        Binding bob = new Binding("k", "sips:bob@" + BOB, 1000, 60, List.of("<sip:198.51.100.8;lr>"), "c", 1, "");
        edge.overlay.put(aor("bob"), bob);
        edge.udp(ALICE, call("sips:bob@example.org"));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.transport()).isEqualTo(Transport.TLS);
        assertThat(forwarded.toText()).isEqualTo("198.51.100.8:5061");
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "OPTIONS, sip:192.0.2.77, 200",
        "OPTIONS, sip:192.0.2.77:5060, 200",
        "OPTIONS, sip:edge.example.net:5999, 200",
        "INVITE, sip:bob@192.0.2.77, 404",
        "INVITE, sip:bob@edge.example.net:5999, 404",
    })
    void otherNamesOfTheEdgeMeanTheEdge(String method, String uri, int status) {
        config.auth = EdgeConfig.Auth.DIGEST;
        config.aliases = List.of(new Alias("192.0.2.77", 0), new Alias("edge.example.net", 5999));
        EdgeHarness edge = config.start();
        edge.udp(ALICE, request(method, uri, ALICE, Map.of("From", "<sip:x@elsewhere.example>;tag=1")));
        assertThat(edge.onlyResponse().status()).isEqualTo(status);
    }

    @Test
    void otherPortOfAnotherNameIsSomebodyElse() {
        config.auth = EdgeConfig.Auth.DIGEST;
        config.aliases = List.of(new Alias("192.0.2.77", 0));
        EdgeHarness edge = config.start();
        edge.udp(ALICE, request("OPTIONS", "sip:192.0.2.77:6000", ALICE, Map.of("From", "<sip:x@y.example>;tag=1")));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void routeOfAnotherNameIsTakenForOurs() {
        config.aliases = List.of(new Alias("192.0.2.77", 0));
        EdgeHarness edge = config.start();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, invite(Map.of("Route", "<sip:192.0.2.77;lr>")));
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
    }
}
