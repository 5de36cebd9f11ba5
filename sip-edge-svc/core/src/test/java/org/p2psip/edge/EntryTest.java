package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

/** What is refused, dropped or answered by the edge itself, and where responses go. */
class EntryTest {
    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    @BeforeEach
    void bobIsRegistered() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "INVITE,  tel:+4930123456,             404",
        "INVITE,  urn:service:sos,             416",
        "INVITE,  sips:bob@example.org,        480",
        "INVITE,  sip:nobody@example.org,      404",
        "INVITE,  sip:bob@192.0.2.1,           404",
        "INVITE,  sip:bob@elsewhere.example,   403",
        "INVITE,  sip:example.org,             405",
        "OPTIONS, sip:example.org,             200",
        "OPTIONS, sip:192.0.2.1:5060,          200",
        "MESSAGE, sip:192.0.2.1:5060,          405",
        "REGISTER, sip:elsewhere.example,      403",
    })
    void requestUriDecides(String method, String uri, int status) {
        edge.udp(ALICE, request(method, uri, ALICE, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(status);
    }

    @Test
    void exhaustedMaxForwardsIsA483ButNotForTheEdgeItself() {
        edge.udp(ALICE, invite(Map.of("Max-Forwards", "0")));
        assertThat(edge.onlyResponse().status()).isEqualTo(483);
        edge.udp(ALICE, request("OPTIONS", "sip:example.org", ALICE, Map.of("Max-Forwards", "0")));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void absentMaxForwardsBecomes70() {
        edge.udp(ALICE, invite(Map.of("Max-Forwards", "")));
        assertThat(edge.requests().getFirst().message().maxForwards()).isEqualTo(70);
    }

    @Test
    void requestThatCameBackUnchangedIsALoop() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@example.org"));
        edge.dns.host("example.org", "192.0.2.1");
        edge.udp(ALICE, invite());
        Sent looped = edge.requests().getFirst();
        assertThat(looped.toText()).isEqualTo(EdgeHarness.EDGE);
        edge.udp(EdgeHarness.EDGE, looped.message().bytes());
        assertThat(edge.onlyResponse().status()).isEqualTo(482);
        assertThat(edge.edge.counters().get(EdgeCounter.LOOPS)).isEqualTo(1);
    }

    @Test
    void requestThatCameBackForSomebodyElseIsASpiral() {
        edge.overlay.put(aor("carol"), binding("sip:bob@example.org"));
        edge.dns.host("example.org", "192.0.2.1");
        edge.udp(ALICE, request("INVITE", "sip:carol@example.org", ALICE, Map.of()));
        edge.udp(EdgeHarness.EDGE, edge.requests().getFirst().message().bytes());
        assertThat(edge.requests().getFirst().toText()).isEqualTo(BOB);
    }

    @Test
    void unknownProxyRequireIsA420ThatListsIt() {
        edge.udp(ALICE, invite(Map.of("Proxy-Require", "nothing, something", "Require", "other")));
        SipMessage refused = edge.onlyResponse();
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.values(Header.UNSUPPORTED)).containsExactly("nothing", "something");
    }

    @Test
    void malformedRequestIsAnswered400AndCounted() {
        edge.udp(ALICE, invite(Map.of("Max-Forwards", "many")));
        assertThat(edge.onlyResponse().status()).isEqualTo(400);
        edge.udp(ALICE, "no sip at all\r\n\r\n");
        assertThat(edge.sent()).isEmpty();
        edge.udp(ALICE, request("ACK", "sip:bob@example.org", ALICE, Map.of("CSeq", "abc ACK")));
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.MALFORMED)).isEqualTo(3);
    }

    @Test
    void malformedRouteIsAnswered400() {
        edge.udp(ALICE, invite(Map.of("Route", "<sip:broken")));
        assertThat(edge.onlyResponse().status()).isEqualTo(400);
    }

    @Test
    void responseOfAnUnknownTransactionIsDropped() {
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 200, "t").replaceFirst("branch=z9hG4bK", "branch=z9hG4bKx"));
        edge.udp(
                BOB,
                "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 203.0.113.9;branch=z9hG4bK1, SIP/2.0/UDP 203.0.113.10\nFrom: <sip:a@b>;tag=1\n"
                        + "To: <sip:c@d>;tag=2\nCall-ID: x\nCSeq: 1 INVITE\nContent-Length: 0\n\n");
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.STRAY_RESPONSES)).isEqualTo(2);
    }

    @Test
    void responseGoesToTheSourcePortOnlyWhenTheViaAsksForIt() {
        edge.udp(
                "198.51.100.1:40000",
                request(
                        "OPTIONS",
                        "sip:example.org",
                        ALICE,
                        Map.of("Via", "SIP/2.0/UDP 10.0.0.9:5070;rport;branch=z9hG4bK1")));
        Sent symmetric = edge.onlySent();
        assertThat(symmetric.toText()).isEqualTo("198.51.100.1:40000");
        assertThat(symmetric.message().topVia().received()).isEqualTo("198.51.100.1");
        assertThat(symmetric.message().topVia().rport()).isEqualTo(40000);

        edge.udp(
                "198.51.100.1:40000",
                request(
                        "OPTIONS",
                        "sip:example.org",
                        ALICE,
                        Map.of("Via", "SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bK2")));
        Sent classic = edge.onlySent();
        assertThat(classic.toText()).isEqualTo("198.51.100.1:5070");
        assertThat(classic.message().topVia().received()).isEqualTo("198.51.100.1");
    }

    @Test
    void streamIsAnsweredOnItself() {
        Flow flow = new Flow(Transport.TCP, EdgeHarness.address("198.51.100.1:41000"), 17);
        byte[] options = EdgeHarness.wire(request(
                "OPTIONS", "sip:example.org", ALICE, Map.of("Via", "SIP/2.0/TCP 198.51.100.1:5062;branch=z9hG4bK1")));
        edge.receive(flow, SipParser.stream(options, 0, options.length));
        Sent answer = edge.onlySent();
        assertThat(answer.flow()).isEqualTo(flow);
        assertThat(answer.toText()).isEqualTo("198.51.100.1:5062");
        assertThat(answer.message().status()).isEqualTo(200);
    }

    @Test
    void keepaliveOnAStreamIsAnsweredAndOnUdpIsNot() {
        byte[] ping = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Decoded decoded = SipParser.stream(ping, 0, ping.length);
        edge.receive(new Flow(Transport.TCP, EdgeHarness.address(ALICE), 3), decoded);
        assertThat(edge.sent()).hasSize(1).allMatch(one -> one.message() == null);
        edge.udp(ALICE, ping);
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void forgedDialogTokenIsRefused() {
        SipMessage ok = answeredCall();
        String forged = ok.values(Header.RECORD_ROUTE).getFirst().replaceFirst("dt=....", "dt=AAAA");
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of("Route", forged)));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
        edge.udp(ALICE, inDialog("ACK", 1, ok, Map.of("Route", forged)));
        assertThat(edge.sent()).isEmpty();
        edge.udp(ALICE, inDialog("BYE", 3, ok, Map.of("Route", "")));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void tokenOfAnotherCallIsRefused() {
        SipMessage ok = answeredCall();
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of("Call-ID", "another-call")));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void tokenDoesNotOpenTheWayForANewDialog() {
        SipMessage ok = answeredCall();
        edge.udp(ALICE, inDialog("INVITE", 9, ok, Map.of("To", "<sip:carol@elsewhere.example>")));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void routeBehindOursLeadsNobodyOut() {
        edge.udp(ALICE, invite(Map.of("Route", "<sip:192.0.2.1;lr>, <sip:198.51.100.66;lr>")));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void strictRouterIsUnderstood() {
        SipMessage ok = answeredCall();
        String ours = ok.recordRoutes().getFirst().uriText();
        String bye = inDialog("BYE", 2, ok, Map.of("Route", "<sip:bob@" + BOB + ">"))
                .replaceFirst("BYE \\S+ SIP", java.util.regex.Matcher.quoteReplacement("BYE " + ours + " SIP"));
        edge.udp(ALICE, bye);
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.toText()).isEqualTo(BOB);
        assertThat(forwarded.message().requestUri()).isEqualTo("sip:bob@" + BOB);
        assertThat(forwarded.message().count(Header.ROUTE)).isZero();
    }

    @Test
    void pathBecomesRouteAndAStrictRouterOnItGetsItsOwnUri() {
        Binding by = binding("sip:bob@" + BOB);
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(
                aor("bob"),
                new Binding(by.key(), by.contact(), 1000, 60, java.util.List.of("<sip:198.51.100.8;lr>"), "c", 1, ""));
        edge.udp(ALICE, invite());
        Sent loose = edge.requests().getFirst();
        assertThat(loose.toText()).isEqualTo("198.51.100.8:5060");
        assertThat(loose.message().requestUri()).isEqualTo("sip:bob@" + BOB);
        assertThat(loose.message().values(Header.ROUTE)).containsExactly("<sip:198.51.100.8;lr>");

        edge.overlay.put(
                aor("carol"),
                new Binding("k", by.contact(), 1000, 60, java.util.List.of("<sip:198.51.100.8>"), "c", 1, ""));
        edge.udp(
                ALICE,
                request(
                        "INVITE",
                        "sip:carol@example.org",
                        ALICE,
                        Map.of("Call-ID", "2", "Via", "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bK9")));
        Sent strict = edge.requests().getFirst();
        assertThat(strict.toText()).isEqualTo("198.51.100.8:5060");
        assertThat(strict.message().requestUri()).isEqualTo("sip:198.51.100.8");
        assertThat(strict.message().values(Header.ROUTE)).containsExactly("<sip:bob@" + BOB + ">");
    }

    private SipMessage answeredCall() {
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 200, "bob-tag", "Contact: <sip:bob@" + BOB + ">"));
        return edge.onlyResponse();
    }
}
