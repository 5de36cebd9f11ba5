package org.p2psip.edge.service.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;

class StreamTransportTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LIMIT = 2;
    private static final byte[] MESSAGE = "hello".getBytes(StandardCharsets.US_ASCII);

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<TransportCounter> counts = new Counts<>(TransportCounter.class);
    private final StreamTransport tcp =
            new StreamTransport(io, edge, counts, new StreamTransport.Limits(LIMIT, 60, 1_000, 65_536));
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        address = freeAddress();
        tcp.bind(address);
        io.loop().submit(tcp::start).awaitUninterruptibly();
    }

    @AfterEach
    void close() {
        io.loop().submit(tcp::close).awaitUninterruptibly();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @Test
    void refusedConnectionFailsEveryMessageThatWaitedForIt() throws IOException {
        InetSocketAddress nobody = freeAddress();
        onLoop(() -> {
            tcp.send(nobody, MESSAGE, 1);
            tcp.send(nobody, MESSAGE, 2);
            tcp.send(nobody, MESSAGE, 0);
        });
        Await.until("both are told", SOON, () -> edge.failures.size() == 2);
        assertThat(edge.failures).containsExactly(1L, 2L);
        assertThat(tcp.connections()).isZero();
    }

    @Test
    void messagesThatWaitForTheConnectionAreBoundedInBytes() throws IOException {
        InetSocketAddress nobody = freeAddress();
        onLoop(() -> {
            tcp.send(nobody, new byte[65_536], 1);
            tcp.send(nobody, MESSAGE, 2);
        });
        Await.until("both are told", SOON, () -> edge.failures.size() == 2);
        assertThat(counts.get(TransportCounter.QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void oneConnectionServesAllMessagesToAnAddress() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            onLoop(() -> {
                tcp.send((InetSocketAddress) target.getLocalSocketAddress(), MESSAGE, 1);
                tcp.send((InetSocketAddress) target.getLocalSocketAddress(), MESSAGE, 2);
                tcp.flush();
            });
            try (Socket accepted = target.accept()) {
                assertThat(accepted.getInputStream().readNBytes(2 * MESSAGE.length))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("hellohello");
            }
        }
        assertThat(edge.failures).isEmpty();
    }

    @Test
    void responseToAFlowThatIsGoneGoesToTheOtherAddress() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            InetSocketAddress other = (InetSocketAddress) target.getLocalSocketAddress();
            onLoop(() -> tcp.send(new Flow(Transport.TCP, other, 4711), MESSAGE, other, 1));
            try (Socket accepted = target.accept()) {
                assertThat(accepted.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            }
        }
    }

    @Test
    void closedConnectionIsTold() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            InetSocketAddress other = (InetSocketAddress) target.getLocalSocketAddress();
            onLoop(() -> tcp.send(other, MESSAGE, 1));
            target.accept().close();
            Await.until("it is told", SOON, () -> !edge.closed.isEmpty());
            assertThat(edge.closed.getFirst().remote()).isEqualTo(other);
            assertThat(edge.closed.getFirst().connection()).isPositive();
        }
    }

    @Test
    void messageOnAFlowThatIsGoneFailsWhenThereIsNoOtherAddress() {
        onLoop(() -> tcp.send(new Flow(Transport.TCP, address, 4711), MESSAGE, null, 7));
        Await.until("it is told", SOON, () -> edge.failures.contains(7L));
        assertThat(tcp.connections()).isZero();
    }

    @Test
    void connectionBeyondTheLimitIsClosed() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            Await.until("two are open", SOON, () -> tcp.connections() == LIMIT);
            try (Socket third = connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(counts.get(TransportCounter.CONNECTIONS_REFUSED)).isEqualTo(1);
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
        Await.until("all are forgotten", SOON, () -> tcp.connections() == 0);
    }

    @Test
    void everyConnectionHasANumberOfItsOwn() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                int heard = i + 1;
                Await.until("heard", SOON, () -> edge.flows.size() == heard);
            }
        }
        assertThat(edge.flows)
                .extracting(Flow::connection)
                .doesNotHaveDuplicates()
                .doesNotContain(0L);
    }

    @Test
    void takenPortIsNamed() {
        assertThatThrownBy(() -> tcp.bind(address))
                .isInstanceOf(PortTaken.class)
                .hasMessageContaining("TCP 127.0.0.1 port " + address.getPort());
    }

    private void onLoop(Runnable task) {
        io.loop().submit(task).awaitUninterruptibly();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return (InetSocketAddress) free.getLocalSocketAddress();
        }
    }
}
