package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.address;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.register;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.OutboundConfig;

/** Which registrations are stored with a Path by their flow (RFC 5626, RFC 3327), and what the phone is told. */
class OutboundRegistrationTest {
    private static final String FLOW_1 = ";+sip.instance=\"<urn:uuid:0-1>\";reg-id=1";
    private static final Map<String, String> OUTBOUND =
            Map.of("Contact", "<sip:alice@10.0.0.1:5062>" + FLOW_1, "Supported", "path, outbound");

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    private SipMessage send(Flow flow, Map<String, String> headers) {
        edge.over(flow, register(headers));
        return edge.onlyResponse();
    }

    private List<String> storedPath() {
        return edge.overlay.bindingsOf(aor("alice")).getFirst().path();
    }

    @ParameterizedTest(name = "{0} from {1}, Via {2}, Contact {3}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            UDP | 198.51.100.1:5062  | 198.51.100.1:5062       | sip:a@198.51.100.1:5062                | direct
            UDP | 198.51.100.1:5060  | 198.51.100.1            | sip:a@198.51.100.1                     | direct
            UDP | 198.51.100.1:5062  | 198.51.100.1:5062;rport | sip:a@198.51.100.9:5062                | direct
            UDP | 198.51.100.1:5062  | 198.51.100.1:5062;rport | sip:a@phone.example.org                | direct
            UDP | 198.51.100.1:40000 | 198.51.100.1:5062       | sip:a@198.51.100.1:5062                | direct
            UDP | 198.51.100.1:40000 | 198.51.100.1:5062;rport | sip:a@198.51.100.1:5062                | flow
            UDP | 198.51.100.1:5062  | 10.0.0.1:5062           | sip:a@10.0.0.1:5062                    | flow
            UDP | 198.51.100.1:5062  | 10.0.0.1:5062           | sip:a@198.51.100.1:5062                | flow
            UDP | 198.51.100.1:5062  | 198.51.100.1:5062;rport | sip:a@192.168.1.2:5062                 | flow
            UDP | 198.51.100.1:5062  | 198.51.100.1:5062;rport | sip:a@100.64.0.2:5062                  | flow
            UDP | 10.0.0.7:5062      | 10.0.0.7:5062;rport     | sip:a@10.0.0.7:5062                    | direct
            UDP | 10.0.0.7:5062      | 10.0.0.7:5062;rport     | sip:a@10.0.0.8:5062                    | direct
            UDP | 198.51.100.1:5062  | 198.51.100.1:5062;rport | sip:a@198.51.100.1:5062;ob             | flow
            UDP | [2001:db8::5]:5062 | [2001:db8::5]:5062      | sip:a@[2001:db8:0::5]:5062             | direct
            UDP | [2001:db8::5]:5062 | [fd00::5]:5062          | sip:a@[fd00::5]:5062                   | flow
            TCP | 198.51.100.1:40000 | 198.51.100.1:5062       | sip:a@198.51.100.1:5062;transport=tcp  | flow
            TCP | 198.51.100.1:40000 | 10.0.0.1:5062           | sip:a@10.0.0.1:5062;transport=tcp      | flow
            TCP | 198.51.100.1:40000 | 198.51.100.1:5062       | sip:a@198.51.100.9:5062;transport=tcp  | direct
            TCP | 198.51.100.1:40000 | 198.51.100.1:5062       | tel:+4930                              | direct
            TLS | 198.51.100.1:40000 | 198.51.100.1:5062       | sip:a@198.51.100.1:5062;transport=tls  | flow
            WS  | 198.51.100.1:40000 | df7jal23ls0d.invalid    | sip:a@df7jal23ls0d.invalid;transport=ws | flow
            WSS | 198.51.100.1:40000 | df7jal23ls0d.invalid    | sip:a@df7jal23ls0d.invalid;transport=ws | flow
            """)
    void phonesThatHangOnTheirFlowGetAPathByIt(
            Transport transport, String source, String via, String contact, String way) {
        long connection = transport == Transport.UDP ? 0 : 7;
        String sentBy = "SIP/2.0/" + transport + " " + via + ";branch=z9hG4bK-r";
        SipMessage ok = send(
                new Flow(transport, address(source), connection),
                Map.of("Via", sentBy, "Contact", "<" + contact + ">"));
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.contacts().getFirst().uriText()).as("as registered").isEqualTo(contact);
        assertThat(storedPath()).hasSize(way.equals("flow") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            UDP | -   | @192.0.2.1:5060;lr;ob
            TCP | -   | @192.0.2.1:5060;transport=tcp;lr;ob
            TLS | -   | @192.0.2.1:5061;transport=tls;lr;ob
            WSS | -   | @192.0.2.1:5060;transport=tcp;lr;ob
            UDP | TLS | @192.0.2.1:5061;transport=tls;lr;ob
            TCP | UDP | @192.0.2.1:5060;lr;ob
            """)
    void pathNamesThisEdgeByTheTransportForOtherEdges(Transport transport, Transport peer, String path) {
        TestConfig config = new TestConfig();
        config.outbound = new OutboundConfig(OutboundConfig.Flows.NEEDED, 120, peer, 2_000, null, 0);
        EdgeHarness configured = config.start();
        configured.over(new Flow(transport, address("198.51.100.1:40000"), 7), register(OUTBOUND));
        assertThat(configured.onlyResponse().status()).isEqualTo(200);
        assertThat(configured.overlay.bindingsOf(aor("alice")).getFirst().path().getFirst())
                .matches("<sip:[\\w-]+" + path + ">");
    }

    @Test
    void everyPhoneGetsAPathWhereThatIsConfigured() {
        TestConfig config = new TestConfig();
        config.outbound = new OutboundConfig(OutboundConfig.Flows.ALL, 120, null, 2_000, null, 0);
        EdgeHarness configured = config.start();
        configured.udp(ALICE, register(Map.of()));
        assertThat(configured.overlay.bindingsOf(aor("alice")).getFirst().path())
                .hasSize(1);
    }

    @Test
    void registrationThroughAnotherProxyKeepsItsOwnPathAlone() {
        String vias = "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bKp, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKq";
        send(Flow.udp(address(ALICE)), Map.of("Via", vias, "Path", "<sip:p1.example.net;lr>", "Supported", "path"));
        assertThat(storedPath()).containsExactly("<sip:p1.example.net;lr>");
    }

    @Test
    void phoneThatDoesOutboundIsToldThatItsFlowIsKept() {
        SipMessage ok = send(new Flow(Transport.TCP, address(ALICE), 7), OUTBOUND);
        assertThat(ok.values(Header.REQUIRE)).containsExactly("outbound");
        assertThat(ok.header("Flow-Timer")).isEqualTo("120");
        assertThat(ok.values(Header.PATH)).isEqualTo(storedPath());
        assertThat(NameAddr.parse(storedPath().getFirst()).orElseThrow().uri().params())
                .containsKeys("lr", "ob");
    }

    @Test
    void udpFlowIsToBeKeptAliveMoreOften() {
        SipMessage ok = send(Flow.udp(address(ALICE)), OUTBOUND);
        assertThat(ok.header("Flow-Timer")).isEqualTo("29");
        assertThat(storedPath()).hasSize(1);
    }

    @Test
    void phoneThatDoesNotKnowOutboundHearsNothingOfIt() {
        SipMessage ok = send(new Flow(Transport.TCP, address(ALICE), 7), Map.of());
        assertThat(ok.count(Header.REQUIRE)).isZero();
        assertThat(ok.header("Flow-Timer")).isNull();
        assertThat(ok.count(Header.PATH)).isZero();
        assertThat(storedPath()).hasSize(1);
    }

    @Test
    void requireOutboundIsUnderstood() {
        SipMessage ok = send(
                Flow.udp(address(ALICE)),
                Map.of("Contact", OUTBOUND.get("Contact"), "Supported", "outbound, path", "Require", "outbound"));
        assertThat(ok.status()).isEqualTo(200);
    }

    @Test
    void firstHopWithoutOutboundIsA439() {
        String vias = "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bKp, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKq";
        SipMessage refused = send(
                Flow.udp(address(ALICE)),
                Map.of(
                        "Via",
                        vias,
                        "Path",
                        "<sip:p1.example.net;lr>",
                        "Contact",
                        OUTBOUND.get("Contact"),
                        "Supported",
                        "path, outbound"));
        assertThat(refused.status()).isEqualTo(439);
        assertThat(edge.overlay.asked()).isEmpty();
    }

    @Test
    void firstHopThatKeepsTheFlowItselfIsTrusted() {
        String vias = "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bKp, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKq";
        SipMessage ok = send(
                Flow.udp(address(ALICE)),
                Map.of(
                        "Via",
                        vias,
                        "Path",
                        "<sip:token@p1.example.net;lr;ob>",
                        "Contact",
                        OUTBOUND.get("Contact"),
                        "Supported",
                        "path, outbound"));
        assertThat(ok.values(Header.REQUIRE)).containsExactly("outbound");
        assertThat(ok.header("Flow-Timer")).as("that is the first hop's").isNull();
        assertThat(storedPath()).containsExactly("<sip:token@p1.example.net;lr;ob>");
    }

    @Test
    void regIdIsIgnoredWhenNobodyKeepsTheFlow() {
        String vias = "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bKp, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKq";
        SipMessage ok = send(Flow.udp(address(ALICE)), Map.of("Via", vias, "Contact", OUTBOUND.get("Contact")));
        assertThat(ok.count(Header.REQUIRE)).isZero();
        assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().key()).isEqualTo("sip:alice@10.0.0.1:5062");
    }

    @Test
    void oneFlowIsOfOneContact() {
        String two = OUTBOUND.get("Contact") + ", <sip:alice@10.0.0.2>";
        SipMessage refused = send(Flow.udp(address(ALICE)), Map.of("Contact", two, "Supported", "outbound"));
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void oldFlowIsReplacedWhenTheSameFlowIsRegisteredAgain() {
        send(new Flow(Transport.TCP, address("198.51.100.1:40000"), 7), OUTBOUND);
        List<String> before = storedPath();
        Map<String, String> again = new HashMap<>(OUTBOUND);
        again.put("CSeq", "2 REGISTER");
        again.put("Via", "SIP/2.0/TCP 10.0.0.1:5062;branch=z9hG4bK-r2");
        send(new Flow(Transport.TCP, address("198.51.100.1:40001"), 8), again);
        assertThat(edge.overlay.bindingsOf(aor("alice"))).hasSize(1);
        assertThat(storedPath()).hasSize(1).isNotEqualTo(before);
    }
}
