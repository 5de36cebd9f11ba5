package org.p2psip.edge.service.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;

/** A banned source is not listened to, on any transport. */
class BannedSourceTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<TransportCounter> counts = new Counts<>(TransportCounter.class);
    private final DatagramTransport udp = new DatagramTransport(io, edge, counts, 65_536, 1);
    private final StreamTransport tcp = TestStreams.tcp(io, edge, counts, 10);
    private InetSocketAddress address;

    @BeforeEach
    void listen() {
        address = udp.bind(new InetSocketAddress(LOOPBACK, 0));
        tcp.bind(Transport.TCP, address);
        io.loop()
                .submit(() -> {
                    udp.start();
                    tcp.start();
                })
                .awaitUninterruptibly();
    }

    @AfterEach
    void close() {
        io.loop()
                .submit(() -> {
                    udp.close();
                    tcp.close();
                })
                .awaitUninterruptibly();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    private void ping() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(PING, PING.length, address));
        }
    }

    @Test
    void datagramsOfABannedSourceAreNotRead() throws IOException {
        edge.banned.add(LOOPBACK);
        ping();
        Await.until("it is counted", SOON, () -> counts.get(TransportCounter.BANNED) == 1);
        edge.banned.clear();
        ping();
        Await.until("the next is read", SOON, () -> !edge.flows.isEmpty());
        assertThat(edge.flows).hasSize(1);
    }

    @Test
    void connectionsOfABannedSourceAreClosed() throws IOException {
        try (Socket before = new Socket(LOOPBACK, address.getPort())) {
            before.setSoTimeout((int) SOON.toMillis());
            Await.until("it is accepted", SOON, () -> tcp.connections(Transport.TCP) == 1);
            edge.banned.add(LOOPBACK);
            io.loop().submit(() -> tcp.closeAll(new AddressRange(LOOPBACK, 32))).awaitUninterruptibly();
            assertThat(before.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket after = new Socket(LOOPBACK, address.getPort())) {
            after.setSoTimeout((int) SOON.toMillis());
            assertThat(after.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(tcp.connections(Transport.TCP)).isZero();
    }
}
