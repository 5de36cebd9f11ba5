package org.p2psip.edge.service.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HepPacketTest {
    private static final byte[] MESSAGE =
            "OPTIONS sip:bob@example.org SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long MICROS = 1_800_000_000_123_456L;

    private final HepPacket packet = new HepPacket(77);

    private HepDatagram read(String from, String to, boolean udp, byte[] message) {
        ByteBuffer bytes = packet.of(
                new InetSocketAddress(from, 5062), new InetSocketAddress(to, 65_000), udp, MICROS, "call@1", message);
        byte[] datagram = new byte[bytes.remaining()];
        bytes.get(datagram);
        return HepDatagram.read(datagram, datagram.length);
    }

    @Test
    void packetSaysFromWhereToWhereWhenAndWhat() {
        HepDatagram read = read("192.0.2.1", "198.51.100.255", true, MESSAGE);
        assertThat(read.number(0x01)).as("AF_INET").isEqualTo(2);
        assertThat(read.number(0x02)).as("UDP").isEqualTo(17);
        assertThat(read.address(0x03)).isEqualTo("192.0.2.1");
        assertThat(read.address(0x04)).isEqualTo("198.51.100.255");
        assertThat(read.number(0x07)).isEqualTo(5062);
        assertThat(read.number(0x08)).isEqualTo(65_000);
        assertThat(read.number(0x09)).isEqualTo(1_800_000_000L);
        assertThat(read.number(0x0a)).isEqualTo(123_456);
        assertThat(read.number(0x0b)).as("SIP").isEqualTo(1);
        assertThat(read.number(0x0c)).isEqualTo(77);
        assertThat(read.text(0x11)).isEqualTo("call@1");
        assertThat(read.payload()).isEqualTo(new String(MESSAGE, StandardCharsets.US_ASCII));
    }

    @Test
    void ipv6AndTcpAreSaid() {
        HepDatagram read = read("2001:db8::1", "2001:db8::2", false, MESSAGE);
        assertThat(read.number(0x01)).as("AF_INET6").isEqualTo(10);
        assertThat(read.number(0x02)).as("TCP").isEqualTo(6);
        assertThat(read.address(0x05)).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(read.address(0x06)).isEqualTo("2001:db8:0:0:0:0:0:2");
    }

    @Test
    void messageThatNoDatagramHoldsIsCut() {
        HepDatagram read = read("192.0.2.1", "192.0.2.2", false, new byte[100_000]);
        assertThat(read.payload().length()).isBetween(60_000, 65_000);
    }
}
