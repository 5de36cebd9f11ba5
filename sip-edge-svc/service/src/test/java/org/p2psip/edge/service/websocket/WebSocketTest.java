package org.p2psip.edge.service.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.tls.Tls;
import org.p2psip.edge.service.tls.TlsCounter;
import org.p2psip.edge.service.tls.TlsFilesRefused;
import org.p2psip.edge.service.tls.TlsOptions;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.edge.service.transport.StreamLimits;
import org.p2psip.edge.service.transport.StreamTransport;
import org.p2psip.edge.service.transport.TransportCounter;
import org.p2psip.edge.service.transport.WebSockets;

/** SIP over WebSocket (RFC 7118) with the client of the JDK, and with bytes that no client would send. */
class WebSocketTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String ORIGIN = "https://phone.example.org";
    private static final String OPTIONS = "OPTIONS sip:example.org SIP/2.0\r\n"
            + "Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
            + "From: <sip:alice@example.org>;tag=1\r\nTo: <sip:example.org>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n";

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<WebSocketCounter> counts = new Counts<>(WebSocketCounter.class);
    private final Heard heard = new Heard();
    private StreamTransport streams;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws TlsFilesRefused {
        listen(60);
    }

    private void listen(int idleSeconds) throws TlsFilesRefused {
        TlsOptions none = new TlsOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                TlsOptions.ClientCertificates.NONE,
                1_000,
                10);
        streams = new StreamTransport(
                io,
                edge,
                new Counts<>(TransportCounter.class),
                new StreamLimits(10, 10, idleSeconds, 60, 1_000, 1_000, 65_536),
                new Tls(none, Runnable::run, new Counts<>(TlsCounter.class)),
                new WebSockets(Set.of(ORIGIN), counts));
        address = streams.bind(Transport.WS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        onLoop(streams::start);
    }

    @AfterEach
    void close() {
        onLoop(streams::close);
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @Test
    void textFrameIsAMessageAndItsAnswerIsText() {
        WebSocket phone = connect();
        phone.sendText(OPTIONS, true).join();
        Flow flow = flow();
        assertThat(flow.transport()).isEqualTo(Transport.WS);
        answer(flow, "SIP/2.0 200 OK\r\n\r\n");
        Await.until("the answer", SOON, () -> heard.all.contains("text SIP/2.0 200 OK\r\n\r\n"));
        assertThat(phone.getSubprotocol()).isEqualTo("sip");
    }

    @Test
    void binaryFrameIsAMessageAndItsAnswerIsBinary() {
        WebSocket phone = connect();
        phone.sendBinary(ByteBuffer.wrap(OPTIONS.getBytes(StandardCharsets.UTF_8)), true)
                .join();
        answer(flow(), "SIP/2.0 200 OK\r\n\r\n");
        Await.until("the answer", SOON, () -> heard.all.contains("binary SIP/2.0 200 OK\r\n\r\n"));
    }

    @Test
    void messageInSeveralFragmentsIsOne() {
        WebSocket phone = connect();
        phone.sendText(OPTIONS.substring(0, 40), false).join();
        phone.sendText(OPTIONS.substring(40), true).join();
        assertThat(flow().transport()).isEqualTo(Transport.WS);
        assertThat(edge.flows).hasSize(1);
    }

    @Test
    void pingGetsItsPong() {
        connect().sendPing(ByteBuffer.wrap(new byte[] {1, 2})).join();
        Await.until("the pong", SOON, () -> heard.all.contains("pong"));
    }

    @Test
    void pingKeepsAConnectionThatWouldBeIdleWithout() throws TlsFilesRefused {
        onLoop(streams::close);
        listen(1);
        WebSocket idle = connect();
        WebSocket alive = connect();
        Await.until("the idle one is closed", SOON, () -> {
            alive.sendPing(ByteBuffer.allocate(0)).join();
            return streams.connections(Transport.WS) == 1;
        });
        long pongs = pongs();
        alive.sendPing(ByteBuffer.allocate(0)).join();
        Await.until("a pong", SOON, () -> pongs() > pongs);
        Await.until("the idle one knows", SOON, idle::isInputClosed);
        assertThat(alive.isInputClosed()).isFalse();
    }

    private long pongs() {
        return heard.all.stream().filter("pong"::equals).count();
    }

    @Test
    void closeIsAnsweredAndTheConnectionForgotten() {
        connect().sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        Await.until("closed", SOON, () -> heard.all.contains("close " + WebSocket.NORMAL_CLOSURE));
        Await.until("forgotten", SOON, () -> streams.connections(Transport.WS) == 0);
    }

    @Test
    void nothingIsConnectedToAWebSocket() {
        onLoop(() -> streams.send(Transport.WS, address, null, new byte[1], 7));
        Await.until("it is told", SOON, () -> edge.failures.contains(7L));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            no upgrade        | GET / HTTP/1.1~Host: x~~                                                              | 426 | REFUSED_REQUEST
            another method    | POST / HTTP/1.1~Host: x~Content-Length: 0~~                                           | 426 | REFUSED_REQUEST
            no subprotocol    | GET / HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13~~ | 400 | REFUSED_SUBPROTOCOL
            another one       | GET / HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13~Sec-WebSocket-Protocol: xmpp~~ | 400 | REFUSED_SUBPROTOCOL
            another origin    | GET / HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13~Sec-WebSocket-Protocol: sip~Origin: https://evil.example~~ | 403 | REFUSED_ORIGIN
            no key            | GET / HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Protocol: sip~~ | 400 | REFUSED_REQUEST
            another version   | GET / HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 99~Sec-WebSocket-Protocol: sip~~ | 426 | REFUSED_REQUEST
            """)
    void whatIsNoSipWebSocketIsToldSo(String what, String request, int status, WebSocketCounter counter)
            throws IOException {
        assertThat(ask(request.replace("~", "\r\n"))).startsWith("HTTP/1.1 " + status + " ");
        assertThat(counts.get(counter)).isEqualTo(1);
        assertThat(edge.flows).isEmpty();
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        String answer = ask("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
        Await.until("forgotten", SOON, () -> streams.connections(Transport.WS) == 0);
    }

    @Test
    void frameThatIsTooLongEndsTheConnection() {
        WebSocket phone = connect();
        phone.sendText("x".repeat(70_000), true);
        Await.until("forgotten", SOON, () -> streams.connections(Transport.WS) == 0);
        assertThat(counts.get(WebSocketCounter.BROKEN)).isEqualTo(1);
    }

    private WebSocket connect() {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("sip")
                .header("Origin", ORIGIN)
                .buildAsync(URI.create("ws://127.0.0.1:" + address.getPort() + "/"), heard)
                .join();
    }

    private Flow flow() {
        Await.until("heard", SOON, () -> !edge.flows.isEmpty());
        return edge.flows.getFirst();
    }

    private void answer(Flow flow, String message) {
        onLoop(() -> {
            streams.send(flow, message.getBytes(StandardCharsets.UTF_8), null, 0);
            streams.flush();
        });
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            for (int c = in.read(); c >= 0 && answer.indexOf("\r\n\r\n") < 0; c = in.read()) {
                answer.append((char) c);
            }
            return answer.toString();
        }
    }

    private void onLoop(Runnable task) {
        io.loop().submit(task).syncUninterruptibly();
    }

    private static final class Heard implements WebSocket.Listener {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            all.add("text " + text);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
            all.add("binary " + StandardCharsets.UTF_8.decode(bytes));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer bytes) {
            all.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            all.add("close " + status);
            return null;
        }
    }
}
