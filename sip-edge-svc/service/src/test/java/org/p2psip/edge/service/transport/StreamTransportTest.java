package org.p2psip.edge.service.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.tls.TlsCounter;

class StreamTransportTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LIMIT = 2;
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "hello".getBytes(StandardCharsets.US_ASCII);

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<TransportCounter> counts = new Counts<>(TransportCounter.class);
    private final StreamTransport tcp = TestStreams.tcp(io, edge, counts, LIMIT);
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        address = freeAddress();
        tcp.bind(Transport.TCP, address);
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
            tcp.send(Transport.TCP, nobody, null, MESSAGE, 1);
            tcp.send(Transport.TCP, nobody, null, MESSAGE, 2);
            tcp.send(Transport.TCP, nobody, null, MESSAGE, 0);
        });
        Await.until("both are told", SOON, () -> edge.failures.size() == 2);
        assertThat(edge.failures).containsExactly(1L, 2L);
        assertThat(tcp.connections(Transport.TCP)).isZero();
    }

    @Test
    void messagesThatWaitForTheConnectionAreBoundedInBytes() throws IOException {
        InetSocketAddress nobody = freeAddress();
        onLoop(() -> {
            tcp.send(Transport.TCP, nobody, null, new byte[65_536], 1);
            tcp.send(Transport.TCP, nobody, null, MESSAGE, 2);
        });
        Await.until("both are told", SOON, () -> edge.failures.size() == 2);
        assertThat(counts.get(TransportCounter.QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void oneConnectionServesAllMessagesToAnAddress() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            onLoop(() -> {
                tcp.send(Transport.TCP, (InetSocketAddress) target.getLocalSocketAddress(), null, MESSAGE, 1);
                tcp.send(Transport.TCP, (InetSocketAddress) target.getLocalSocketAddress(), null, MESSAGE, 2);
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
            onLoop(() -> tcp.send(Transport.TCP, other, null, MESSAGE, 1));
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
        assertThat(tcp.connections(Transport.TCP)).isZero();
    }

    @Test
    void connectionBeyondTheLimitIsClosed() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            Await.until("two are open", SOON, () -> tcp.connections(Transport.TCP) == LIMIT);
            try (Socket third = connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(counts.get(TransportCounter.CONNECTIONS_REFUSED)).isEqualTo(1);
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
        Await.until("all are forgotten", SOON, () -> tcp.connections(Transport.TCP) == 0);
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
    void sourceWithTooManyConnectionsGetsNoMoreWhileOthersDo() throws IOException {
        StreamTransport few = TestStreams.of(
                io,
                edge,
                counts,
                TestStreams.limits(10, 1, 60, 60),
                TestStreams.tls(TestStreams.noFiles(), new Counts<>(TlsCounter.class)));
        InetSocketAddress there = few.bind(Transport.TCP, freeAddress());
        onLoop(few::start);
        try (Socket first = from("127.0.0.1", there)) {
            Await.until("it is open", SOON, () -> few.connections(Transport.TCP) == 1);
            try (Socket second = from("127.0.0.1", there);
                    Socket other = from("127.0.0.2", there)) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                Await.until("the other is open", SOON, () -> few.connections(Transport.TCP) == 2);
                assertThat(other.isConnected()).isTrue();
            }
            assertThat(first.isConnected()).isTrue();
        }
        assertThat(counts.get(TransportCounter.CONNECTIONS_REFUSED_SOURCE)).isEqualTo(1);
        Await.until("all are forgotten", SOON, () -> few.connections(Transport.TCP) == 0);
        try (Socket again = from("127.0.0.1", there)) {
            Await.until("it is open", SOON, () -> few.connections(Transport.TCP) == 1);
            assertThat(again.isConnected()).isTrue();
        }
        onLoop(few::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OPTIONS sip:example.org SIP/2.0\r\nVia: "})
    void connectionThatDoesNotSendAWholeMessageInTimeIsClosed(String start) throws IOException {
        StreamTransport quick = TestStreams.of(
                io,
                edge,
                counts,
                TestStreams.limits(10, 10, 60, 1),
                TestStreams.tls(TestStreams.noFiles(), new Counts<>(TlsCounter.class)));
        InetSocketAddress there = quick.bind(Transport.TCP, freeAddress());
        onLoop(quick::start);
        try (Socket slow = from("127.0.0.1", there);
                Socket alive = from("127.0.0.1", there)) {
            alive.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
            Await.until("it is forgotten", SOON, () -> quick.connections(Transport.TCP) == 1);
            assertThat(alive.isConnected()).isTrue();
        }
        assertThat(counts.get(TransportCounter.CONNECTIONS_STALLED)).isEqualTo(1);
        onLoop(quick::close);
    }

    @Test
    void idleConnectionIsClosedAndOneThatIsKeptAliveIsNot() throws IOException {
        StreamTransport quick = TestStreams.of(
                io,
                edge,
                counts,
                TestStreams.limits(10, 10, 1, 60),
                TestStreams.tls(TestStreams.noFiles(), new Counts<>(TlsCounter.class)));
        InetSocketAddress there = quick.bind(Transport.TCP, freeAddress());
        onLoop(quick::start);
        try (Socket idle = from("127.0.0.1", there);
                Socket alive = from("127.0.0.1", there)) {
            idle.getOutputStream().write(PING);
            Await.until("both are open", SOON, () -> quick.connections(Transport.TCP) == 2);
            Await.until("the idle one is closed", SOON, () -> {
                ping(alive);
                return quick.connections(Transport.TCP) == 1;
            });
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            int heard = edge.flows.size();
            ping(alive);
            Await.until("the other is heard", SOON, () -> edge.flows.size() > heard);
        }
        assertThat(counts.get(TransportCounter.CONNECTIONS_IDLE)).isEqualTo(1);
        onLoop(quick::close);
    }

    private static void ping(Socket socket) {
        try {
            socket.getOutputStream().write(PING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket from(String local, InetSocketAddress to) throws IOException {
        Socket socket = new Socket(to.getAddress(), to.getPort(), InetAddress.getByName(local), 0);
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    @Test
    void takenPortIsNamed() {
        assertThatThrownBy(() -> tcp.bind(Transport.TCP, address))
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
