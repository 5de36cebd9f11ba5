package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.address;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.message.StreamFramer;

/** How phones keep their flows alive (RFC 5626 section 4.4). */
class KeepAliveTest {
    private static final byte[] BINDING = HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    @Test
    void bindingRequestOnUdpIsAnsweredToWhereItCameFrom() {
        edge.receive(Flow.udp(address(Messages.ALICE)), SipParser.datagram(BINDING, 0, BINDING.length));
        Sent answer = edge.sent().getFirst();
        assertThat(answer.toText()).isEqualTo(Messages.ALICE);
        assertThat(HexFormat.of().formatHex(answer.bytes())).startsWith("010100142112a442b7e7a701bc34d686fa87dfae0020");
        assertThat(edge.edge.counters().get(EdgeCounter.STUN_ANSWERED)).isEqualTo(1);
    }

    @Test
    void bindingRequestOnAStreamIsAnsweredOnIt() {
        Flow flow = new Flow(Transport.TLS, address(Messages.ALICE), 4);
        new StreamFramer().feed(BINDING, 0, BINDING.length).forEach(decoded -> edge.receive(flow, decoded));
        assertThat(edge.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.flow()).isEqualTo(flow);
            assertThat(sent.bytes()).startsWith(1, 1);
        });
    }

    @Test
    void stunThatIsNoBindingRequestIsDroppedAndCounted() {
        byte[] indication = BINDING.clone();
        indication[1] = 0x11;
        edge.receive(Flow.udp(address(Messages.ALICE)), SipParser.datagram(indication, 0, indication.length));
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.STUN_DROPPED)).isEqualTo(1);
    }

    @Test
    void pingOnAStreamGetsItsPongAndOnUdpNothing() {
        Flow flow = new Flow(Transport.WS, address(Messages.ALICE), 4);
        edge.receive(flow, SipParser.datagram(PING, 0, PING.length));
        assertThat(edge.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.flow()).isEqualTo(flow);
            assertThat(sent.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("\r\n");
        });
        edge.receive(Flow.udp(address(Messages.ALICE)), SipParser.datagram(PING, 0, PING.length));
        assertThat(edge.sent()).isEmpty();
    }
}
