package org.p2psip.edge.service.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.service.settings.HepSettings;

/** What a collector receives. */
class HepTraceTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress EDGE = new InetSocketAddress(LOOPBACK, 5060);
    private static final InetSocketAddress PHONE = new InetSocketAddress(LOOPBACK, 5062);

    private final HepTrace trace = new HepTrace();
    private DatagramSocket collector;

    @BeforeEach
    void openCollector() throws IOException {
        collector = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        collector.setSoTimeout(5_000);
        trace.open(new HepSettings(new InetSocketAddress(LOOPBACK, collector.getLocalPort()), 3), EDGE, "127.0.0.1");
    }

    @AfterEach
    void close() {
        trace.close();
        collector.close();
    }

    private static byte[] message(String start, String user, String callId) {
        return (start + "\r\nVia: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:" + user
                        + "@example.org>;tag=1\r\nTo: <sip:bob@example.org>\r\nCall-ID: " + callId
                        + "\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void received(byte[] message) {
        if (trace.isOn()) {
            trace.received(Flow.udp(PHONE), SipParser.datagram(message, 0, message.length));
        }
    }

    private HepDatagram next() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        collector.receive(packet);
        return HepDatagram.read(packet.getData(), packet.getLength());
    }

    @Test
    void messagesOfOneUserComeInBothDirectionsAndOthersDoNot() throws IOException {
        assertThat(trace.isOn()).isFalse();
        assertThat(trace.set("alice@example.org", true)).isEmpty();
        assertThat(trace.isOn()).isTrue();
        received(message("INVITE sip:bob@example.org SIP/2.0", "carol", "call-2"));
        byte[] invite = message("INVITE sip:bob@example.org SIP/2.0", "alice", "call-1");
        received(invite);
        trace.sent(Transport.UDP, PHONE, message("SIP/2.0 100 Trying", "alice", "call-1"));

        HepDatagram in = next();
        assertThat(in.payload()).isEqualTo(new String(invite, StandardCharsets.US_ASCII));
        assertThat(in.number(0x07)).isEqualTo(5062);
        assertThat(in.number(0x08)).isEqualTo(5060);
        assertThat(in.text(0x11)).isEqualTo("call-1");
        assertThat(in.number(0x09))
                .isCloseTo(System.currentTimeMillis() / 1000, org.assertj.core.data.Offset.offset(60L));
        HepDatagram out = next();
        assertThat(out.payload()).startsWith("SIP/2.0 100 Trying");
        assertThat(out.number(0x07)).isEqualTo(5060);
        assertThat(out.number(0x08)).isEqualTo(5062);
        assertThat(trace.counts().get(HepCounter.MESSAGES)).isEqualTo(2);
    }

    @Test
    void allIsTracedUntilItIsSwitchedOff() throws IOException {
        trace.set("", true);
        received(message("INVITE sip:bob@example.org SIP/2.0", "carol", "call-2"));
        assertThat(next().text(0x11)).isEqualTo("call-2");
        trace.set("", false);
        assertThat(trace.isOn()).isFalse();
    }

    @Test
    void whatIsNoUserIsRefusedWithWhatWouldBeRight() {
        assertThat(trace.set("alice", true))
                .hasValueSatisfying(refusal -> assertThat(refusal).contains("\"alice\" must be user@domain"));
        assertThat(trace.isOn()).isFalse();
    }

    @Test
    void messagesThatNobodyTakesAreCounted() {
        int port = collector.getLocalPort();
        collector.close();
        trace.set("", true);
        for (int i = 0; i < 50 && trace.counts().get(HepCounter.DROPPED) == 0; i++) {
            received(message("INVITE sip:bob@example.org SIP/2.0", "carol", "call-" + i));
        }
        assertThat(trace.counts().get(HepCounter.DROPPED))
                .as("to port %d", port)
                .isPositive();
    }
}
