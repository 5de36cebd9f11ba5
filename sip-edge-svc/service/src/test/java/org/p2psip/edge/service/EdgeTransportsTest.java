package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.tls.TestSockets;

/** A whole edge on all its transports and both IP versions. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class EdgeTransportsTest {
    private static final int TIMEOUT_MS = 30_000;

    @Inject
    EdgeProcess edge;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void udpIsServedOnBothIpVersions(String host) throws IOException {
        String answer = overUdp(host, options("UDP", host).getBytes(StandardCharsets.US_ASCII), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("SIP/2.0 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tcpIsServedOnBothIpVersions(String host) throws IOException {
        try (Socket phone = new Socket(host, edge.sipPort(Transport.TCP))) {
            assertThat(ask(phone, options("TCP", host))).startsWith("SIP/2.0 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tlsIsServedOnBothIpVersions(String host) throws IOException {
        InetSocketAddress there = new InetSocketAddress(InetAddress.getByName(host), edge.sipPort(Transport.TLS));
        try (Socket phone = TestSockets.client(there, FakeOverlayResource.AUTHORITY, null)) {
            assertThat(ask(phone, options("TLS", host))).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void webSocketIsServed() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket phone = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("sip")
                .buildAsync(URI.create("ws://127.0.0.1:" + edge.sipPort(Transport.WS) + "/"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        answer.complete(text.toString());
                        return null;
                    }
                })
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        phone.sendText(options("WS", "df7jal23ls0d.invalid"), true).join();
        assertThat(answer.get(TIMEOUT_MS, TimeUnit.MILLISECONDS)).startsWith("SIP/2.0 200 ");
        phone.abort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void stunIsAnsweredOnTheSipPort(String host) throws IOException {
        byte[] binding = HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");
        byte[] answer = overUdp(host, binding, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HexFormat.of().formatHex(answer))
                .startsWith("0101")
                .contains("2112a442b7e7a701bc34d686fa87dfae0020");
    }

    private String overUdp(String host, byte[] message, Charset charset) throws IOException {
        try (DatagramSocket phone = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0))) {
            phone.setSoTimeout(TIMEOUT_MS);
            phone.send(new DatagramPacket(
                    message, message.length, InetAddress.getByName(host), edge.sipPort(Transport.UDP)));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            phone.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), charset);
        }
    }

    private static String ask(Socket phone, String message) throws IOException {
        phone.setSoTimeout(TIMEOUT_MS);
        phone.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));
        InputStream in = phone.getInputStream();
        StringBuilder answer = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            answer.append((char) c);
            if (answer.indexOf("\r\n\r\n") >= 0) {
                return answer.toString();
            }
        }
        return answer.toString();
    }

    private static String options(String transport, String host) {
        String sentBy = host.contains(":") ? "[" + host + "]" : host;
        String id = UUID.randomUUID().toString();
        return "OPTIONS sip:example.org SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport + " " + sentBy + ";rport;branch=z9hG4bK" + id + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:alice@example.org>;tag=1\r\n"
                + "To: <sip:example.org>\r\nCall-ID: " + id + "\r\nCSeq: 1 OPTIONS\r\n"
                + "Content-Length: 0\r\n\r\n";
    }
}
