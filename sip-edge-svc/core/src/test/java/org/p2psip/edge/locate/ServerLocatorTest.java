package org.p2psip.edge.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.transaction.Hop;

/** RFC 3263 section 4, with its examples of sections 4.1 and 4.2. */
class ServerLocatorTest {
    private static final List<Transport> ALL = List.of(Transport.UDP, Transport.TCP, Transport.TLS);

    private final FakeDns dns = new FakeDns();
    private final CurrentTime time = new CurrentTime();
    private final Counters counters = new Counters();

    private ServerLocator locator(List<Transport> transports, int remembered) {
        LocateConfig usual = LocateConfig.of(transports);
        LocateConfig config = new LocateConfig(
                transports,
                usual.largestDatagram(),
                usual.silenceNanos(),
                usual.failedNanos(),
                usual.datagramOnlyNanos(),
                remembered);
        return new ServerLocator(
                (question, answer) -> answer.accept(dns.answer(question)), config, new Random(1), time, counters);
    }

    private List<Hop> hops(ServerLocator locator, String uri, boolean large) {
        List<Hop> found = new ArrayList<>();
        locator.locate(SipUri.parse(uri).orElseThrow(), false, large, found::addAll);
        return found;
    }

    private List<String> located(String uri) {
        return located(uri, false);
    }

    private List<String> located(String uri, boolean large) {
        return texts(hops(locator(ALL, 10), uri, large));
    }

    private static List<String> texts(List<Hop> hops) {
        return hops.stream()
                .map(hop -> hop.transport() + " " + hop.address().getAddress().getHostAddress() + ":"
                        + hop.address().getPort())
                .toList();
    }

    /** The zone of RFC 3263 4.1. */
    private void exampleZone() {
        dns.naptr("example.com", 50, 50, "s", "SIPS+D2T", "_sips._tcp.example.com")
                .naptr("example.com", 90, 50, "s", "SIP+D2T", "_sip._tcp.example.com")
                .naptr("example.com", 100, 50, "s", "SIP+D2U", "_sip._udp.example.com")
                .srv("_sip._tcp.example.com", 0, 1, 5060, "server1.example.com")
                .srv("_sip._tcp.example.com", 1, 2, 5060, "server2.example.com")
                .srv("_sips._tcp.example.com", 0, 1, 5061, "server1.example.com")
                .srv("_sip._udp.example.com", 0, 1, 5060, "server3.example.com")
                .host("server1.example.com", "192.0.2.11")
                .host("server2.example.com", "192.0.2.12")
                .host("server3.example.com", "192.0.2.13");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "sip:192.0.2.9, UDP 192.0.2.9:5060",
        "sip:192.0.2.9:5070, UDP 192.0.2.9:5070",
        "sip:192.0.2.9;transport=tcp, TCP 192.0.2.9:5060",
        "sip:192.0.2.9;transport=TLS, TLS 192.0.2.9:5061",
        "sips:192.0.2.9, TLS 192.0.2.9:5061",
        "sips:192.0.2.9;transport=tcp, TLS 192.0.2.9:5061",
        "sips:192.0.2.9:5999, TLS 192.0.2.9:5999",
        "sip:[2001:db8::1], UDP 2001:db8:0:0:0:0:0:1:5060",
        "sip:phone@example.com;maddr=192.0.2.7, UDP 192.0.2.7:5060",
    })
    void addressNeedsNoQuestion(String uri, String hop) {
        assertThat(located(uri)).containsExactly(hop);
        assertThat(dns.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sips:192.0.2.9;transport=udp",
        "sip:192.0.2.9;transport=sctp",
        "sip:192.0.2.9;transport=ws",
        "sips:example.com;transport=udp"
    })
    void transportThatTheEdgeCannotConnectOverLeadsNowhere(String uri) {
        assertThat(located(uri)).isEmpty();
        assertThat(dns.asked).isEmpty();
    }

    @Test
    void clientOfTlsTcpAndUdpTakesTheFirstServiceOfTheExample() {
        exampleZone();
        assertThat(located("sip:user@example.com")).containsExactly("TLS 192.0.2.11:5061");
        assertThat(dns.asked)
                .containsExactly("NAPTR example.com", "SRV _sips._tcp.example.com", "ADDRESS server1.example.com");
    }

    @Test
    void clientOfTcpAndUdpTakesTcpAndBothItsServers() {
        exampleZone();
        assertThat(texts(hops(locator(List.of(Transport.UDP, Transport.TCP), 10), "sip:user@example.com", false)))
                .containsExactly("TCP 192.0.2.11:5060", "TCP 192.0.2.12:5060");
    }

    @Test
    void sipsTakesSecureServicesOnlyAndTheCertificateHasToNameTheDomain() {
        exampleZone();
        List<Hop> hops = hops(locator(ALL, 10), "sips:user@example.com", false);
        assertThat(texts(hops)).containsExactly("TLS 192.0.2.11:5061");
        assertThat(hops.getFirst().serverName()).isEqualTo("example.com");
        assertThat(hops(locator(List.of(Transport.UDP, Transport.TCP), 10), "sips:user@example.com", false))
                .isEmpty();
    }

    @Test
    void plainTransportsHaveNoNameToShow() {
        assertThat(hops(locator(ALL, 10), "sip:192.0.2.9", false).getFirst().serverName())
                .isNull();
    }

    @Test
    void namedTransportSkipsNaptr() {
        exampleZone();
        assertThat(located("sip:user@example.com;transport=udp")).containsExactly("UDP 192.0.2.13:5060");
        assertThat(dns.asked).containsExactly("SRV _sip._udp.example.com", "ADDRESS server3.example.com");
    }

    @Test
    void portSkipsNaptrAndSrv() {
        exampleZone();
        dns.host("example.com", "192.0.2.20", "192.0.2.21");
        assertThat(located("sip:user@example.com:5099")).containsExactly("UDP 192.0.2.20:5099", "UDP 192.0.2.21:5099");
        assertThat(located("sips:user@example.com:5099")).containsExactly("TLS 192.0.2.20:5099", "TLS 192.0.2.21:5099");
        assertThat(dns.asked).containsOnly("ADDRESS example.com");
    }

    @Test
    void withoutNaptrTheServicesAreAskedForInTheOrderOfOurTransports() {
        dns.srv("_sip._tcp.example.net", 5, 5, 5070, "pbx.example.net").host("pbx.example.net", "192.0.2.30");
        assertThat(located("sip:example.net")).containsExactly("TCP 192.0.2.30:5070");
        assertThat(dns.asked)
                .containsExactly(
                        "NAPTR example.net",
                        "SRV _sip._udp.example.net",
                        "SRV _sip._tcp.example.net",
                        "ADDRESS pbx.example.net");
    }

    @Test
    void naptrOfOtherServicesSaysNothingAboutSip() {
        dns.naptr("example.net", 1, 1, "s", "E2U+email", "mail.example.net").host("example.net", "192.0.2.40");
        assertThat(located("sip:example.net")).containsExactly("UDP 192.0.2.40:5060");
    }

    @Test
    void withoutAnyServiceTheHostItselfIsTheServer() {
        dns.host("host.example.net", "192.0.2.41", "2001:db8::41");
        assertThat(located("sip:host.example.net"))
                .containsExactly("UDP 192.0.2.41:5060", "UDP 2001:db8:0:0:0:0:0:41:5060");
        assertThat(located("sips:host.example.net"))
                .containsExactly("TLS 192.0.2.41:5061", "TLS 2001:db8:0:0:0:0:0:41:5061");
        assertThat(located("sip:host.example.net;transport=tcp"))
                .containsExactly("TCP 192.0.2.41:5060", "TCP 2001:db8:0:0:0:0:0:41:5060");
    }

    @Test
    void naptrMayLeadToAHost() {
        dns.naptr("example.net", 1, 1, "a", "sip+d2t", "pbx.example.net").host("pbx.example.net", "192.0.2.30");
        assertThat(located("sip:example.net")).containsExactly("TCP 192.0.2.30:5060");
    }

    @Test
    void serviceThatTheDomainDeniesIsNotLookedForAtItsHost() {
        dns.srv("_sip._udp.example.net", 0, 0, 0, "").host("example.net", "192.0.2.41");
        assertThat(located("sip:example.net;transport=udp")).isEmpty();
        assertThat(counters.get(EdgeCounter.SERVERS_NOT_FOUND)).isEqualTo(1);
    }

    @Test
    void nameWithoutAddressLeadsNowhere() {
        assertThat(located("sip:nobody.example.net")).isEmpty();
        assertThat(counters.get(EdgeCounter.SERVERS_NOT_FOUND)).isEqualTo(1);
    }

    @Test
    void nameServerThatIsDownIsNotAskedForEveryService() {
        dns.silent(DnsQuestion.Type.NAPTR).silent(DnsQuestion.Type.SRV).host("example.net", "192.0.2.41");
        assertThat(located("sip:example.net")).containsExactly("UDP 192.0.2.41:5060");
        assertThat(dns.asked).hasSize(3);
        assertThat(counters.get(EdgeCounter.DNS_FAILURES)).isEqualTo(2);
    }

    @Test
    void serversAreBoundedInNumber() {
        for (int i = 0; i < 20; i++) {
            dns.srv("_sip._udp.example.net", i, 0, 5060, "s" + i + ".example.net")
                    .host("s" + i + ".example.net", "192.0.2." + (100 + i), "192.0.2." + (150 + i));
        }
        List<String> located = located("sip:example.net;transport=udp");
        assertThat(located).hasSize(ServerSearch.MAX_SERVERS);
        assertThat(located).startsWith("UDP 192.0.2.100:5060", "UDP 192.0.2.150:5060", "UDP 192.0.2.101:5060");
    }

    @Test
    void largeRequestPrefersAStreamWhereTheUriLeavesTheChoice() {
        exampleZone();
        dns.host("host.example.net", "192.0.2.41");
        assertThat(located("sip:192.0.2.9:5070", true)).containsExactly("TCP 192.0.2.9:5070", "UDP 192.0.2.9:5070");
        assertThat(located("sip:host.example.net", true)).containsExactly("TCP 192.0.2.41:5060", "UDP 192.0.2.41:5060");
        assertThat(located("sip:192.0.2.9;transport=udp", true)).containsExactly("UDP 192.0.2.9:5060");
        dns.naptr("example.net", 1, 1, "s", "SIP+D2U", "_sip._udp.example.com")
                .naptr("example.net", 2, 1, "s", "SIP+D2T", "_sip._tcp.example.com");
        assertThat(located("sip:example.net", false)).containsExactly("UDP 192.0.2.13:5060");
        assertThat(located("sip:example.net", true)).startsWith("TCP 192.0.2.11:5060");
    }

    @Test
    void failedServerIsTriedBehindTheOthersForAWhile() {
        time.set(0, 0);
        dns.host("host.example.net", "192.0.2.41", "192.0.2.42");
        ServerLocator locator = locator(ALL, 10);
        List<Hop> hops = hops(locator, "sip:host.example.net", false);
        locator.failed(hops.getFirst());
        assertThat(hops(locator, "sip:host.example.net", false)).containsExactly(hops.get(1), hops.get(0));
        time.advanceTo(locator.config().failedNanos());
        assertThat(hops(locator, "sip:host.example.net", false)).isEqualTo(hops);

        locator.failed(hops.getFirst(), TimeUnit.SECONDS.toNanos(2));
        assertThat(hops(locator, "sip:host.example.net", false)).startsWith(hops.get(1));
        time.advanceTo(locator.config().failedNanos() + TimeUnit.SECONDS.toNanos(2));
        assertThat(hops(locator, "sip:host.example.net", false)).isEqualTo(hops);
    }

    @Test
    void failedServersAreBoundedInNumber() {
        time.set(0, 0);
        dns.host("a.example.net", "192.0.2.41", "192.0.2.42").host("b.example.net", "192.0.2.43", "192.0.2.44");
        ServerLocator locator = locator(ALL, 1);
        List<Hop> a = hops(locator, "sip:a.example.net", false);
        List<Hop> b = hops(locator, "sip:b.example.net", false);
        locator.failed(a.getFirst());
        locator.failed(b.getFirst());
        assertThat(hops(locator, "sip:a.example.net", false)).isEqualTo(a);
        assertThat(hops(locator, "sip:b.example.net", false)).startsWith(b.get(1));
        assertThat(counters.get(EdgeCounter.LIMIT_FAILED_SERVERS)).isEqualTo(1);
    }
}
