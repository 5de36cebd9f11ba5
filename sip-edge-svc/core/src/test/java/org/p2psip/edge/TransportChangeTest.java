package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.address;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.EdgeHarness.wire;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

/** What the edge says of itself to sides that differ in transport or IP version (RFC 5658). */
class TransportChangeTest {
    private static final InetSocketAddress ALICE_ADDRESS = address(ALICE);

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            UDP | sip:bob@198.51.100.2:5064               | UDP 192.0.2.1:5060      | sip:192.0.2.1:5060;lr               | -
            UDP | sip:bob@198.51.100.2:5064;transport=tcp | TCP 192.0.2.1:5060      | sip:192.0.2.1:5060;transport=tcp;lr | sip:192.0.2.1:5060;lr
            TCP | sip:bob@198.51.100.2:5064;transport=tcp | TCP 192.0.2.1:5060      | sip:192.0.2.1:5060;transport=tcp;lr | -
            TLS | sip:bob@198.51.100.2:5064               | UDP 192.0.2.1:5060      | sip:192.0.2.1:5060;lr               | sip:192.0.2.1:5061;transport=tls;lr
            UDP | sip:bob@198.51.100.2;transport=tls      | TLS 192.0.2.1:5061      | sip:192.0.2.1:5061;transport=tls;lr | sip:192.0.2.1:5060;lr
            TLS | sips:bob@198.51.100.2                   | TLS 192.0.2.1:5061      | sips:192.0.2.1:5061;lr              | -
            WS  | sip:bob@198.51.100.2                    | UDP 192.0.2.1:5060      | sip:192.0.2.1:5060;lr               | sip:192.0.2.1:8080;transport=ws;lr
            WSS | sip:bob@198.51.100.2                    | UDP 192.0.2.1:5060      | sip:192.0.2.1:5060;lr               | sip:192.0.2.1:8443;transport=ws;lr
            UDP | sip:bob@[2001:db8::2]                   | UDP [2001:db8::1]:5060  | sip:[2001:db8::1]:5060;lr           | sip:192.0.2.1:5060;lr
            """)
    void eachSideIsToldTheAddressThatItCanUse(
            Transport from, String contact, String via, String outgoing, String incoming) {
        edge.overlay.put(aor("bob"), binding(contact));
        SipMessage forwarded = inviteOver(from).message();
        assertThat(forwarded.header(Header.VIA)).startsWith("SIP/2.0/" + via + ";branch=");
        List<String> routes = forwarded.recordRoutes().stream()
                .map(TransportChangeTest::withoutTokens)
                .toList();
        assertThat(routes.getFirst()).isEqualTo(outgoing);
        if (incoming == null) {
            assertThat(routes).hasSize(1);
        } else {
            assertThat(routes).hasSize(2);
            assertThat(routes.get(1)).isEqualTo(incoming);
        }
    }

    /** Without the token of the dialog, or that of the flow of a caller on a stream. */
    private static String withoutTokens(NameAddr route) {
        return route.uriText().replaceFirst(";dt=.*", "").replaceFirst(":[\\w-]{20,}@", ":");
    }

    @Test
    void bothRoutesComeBackAndLeadOnlyOnceThroughTheEdge() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB + ";transport=tcp"));
        edge.udp(ALICE, invite());
        Sent forwarded = edge.requests().getFirst();
        edge.receive(
                new Flow(Transport.TCP, address(BOB), 1),
                decoded(response(forwarded.message(), 200, "bob-tag", "Contact: <sip:bob@" + BOB + ";transport=tcp>")));
        SipMessage ok = edge.onlyResponse();
        assertThat(ok.recordRoutes()).hasSize(2);
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        Sent bye = edge.onlySent();
        assertThat(bye.transport()).isEqualTo(Transport.TCP);
        assertThat(bye.toText()).isEqualTo(BOB);
        assertThat(bye.message().count(Header.ROUTE)).isZero();
        assertThat(bye.message().vias()).hasSize(2);
    }

    @Test
    void requestThatNamesATlsPortOfTheEdgeIsForTheEdge() {
        edge.udp(ALICE, request("OPTIONS", "sip:192.0.2.1;transport=tls", ALICE, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void responseToAWebSocketGoesOnItsFlowAloneAndNamesWhereItCameFrom() {
        Flow flow = new Flow(Transport.WS, ALICE_ADDRESS, 7);
        String options = request(
                "OPTIONS",
                "sip:example.org",
                ALICE,
                Map.of("Via", "SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bKws1", "To", "<sip:example.org>"));
        edge.receive(flow, decoded(options));
        Sent answer = edge.onlySent();
        assertThat(answer.flow()).isEqualTo(flow);
        assertThat(answer.to()).isNull();
        assertThat(answer.message().topVia().received()).isEqualTo("198.51.100.1");
    }

    @Test
    void certificateHasToNameTheDomainOfTheUri() {
        edge.overlay.put(aor("bob"), binding("sip:bob@198.51.100.2;transport=tls"));
        assertThat(inviteOver(Transport.UDP).serverName()).isEqualTo("198.51.100.2");
    }

    private Sent inviteOver(Transport from) {
        String via = "SIP/2.0/" + from + " " + ALICE + ";rport;branch=z9hG4bK-invite";
        edge.receive(new Flow(from, ALICE_ADDRESS, from == Transport.UDP ? 0 : 9), decoded(invite(Map.of("Via", via))));
        return edge.requests().getFirst();
    }

    private static Decoded decoded(String message) {
        byte[] bytes = wire(message);
        return SipParser.datagram(bytes, 0, bytes.length);
    }
}
