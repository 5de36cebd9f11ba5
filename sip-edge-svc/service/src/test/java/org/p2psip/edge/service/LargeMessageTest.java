package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.message.SipParser;

/** Requests that are too large for UDP, and messages as large as the parser takes them and larger, at a running edge. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class LargeMessageTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Inject
    EdgeProcess edge;

    @Inject
    MeterRegistry meters;

    /** RFC 3261 18.1.1. */
    @Test
    void largeRequestGoesOverTcpToAContactThatNamesNoTransport() throws IOException {
        try (Phone callee = Phone.overUdp(edge.sipAddress());
                Phone caller = Phone.overUdp(edge.sipAddress());
                ServerSocket stream = listening(callee.port())) {
            callee.register("large-bob", 600);
            double before = count("large.over.tcp");
            caller.send(message(caller, "UDP", "MESSAGE", "sip:large-bob@example.org", "", 20));
            String small = callee.receive();
            assertThat(small).startsWith("MESSAGE ").contains("Via: SIP/2.0/UDP ");
            callee.answer(small, 202);
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 202 ");

            caller.send(message(caller, "UDP", "MESSAGE", "sip:large-bob@example.org", "", 1_300));
            try (Socket accepted = stream.accept()) {
                String large = wholeMessage(accepted, 1_300);
                assertThat(large).startsWith("MESSAGE ").contains("Via: SIP/2.0/TCP ");
                accepted.getOutputStream().write(Phone.responseTo(large, 202).getBytes(StandardCharsets.UTF_8));
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 202 ");
            }
            assertThat(count("large.over.tcp")).isEqualTo(before + 1);
        }
    }

    @Test
    void largeRequestGoesOverUdpToAPhoneThatTakesNoTcp() throws IOException {
        try (Phone callee = Phone.overUdp(edge.sipAddress());
                Phone caller = Phone.overUdp(edge.sipAddress())) {
            callee.register("udp-only-bob", 600);
            caller.send(message(caller, "UDP", "MESSAGE", "sip:udp-only-bob@example.org", "", 1_300));
            String large = callee.receive();
            assertThat(large)
                    .startsWith("MESSAGE ")
                    .contains("Via: SIP/2.0/UDP ")
                    .endsWith("b".repeat(1_300));
            callee.answer(large, 202);
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 202 ");
        }
    }

    @Test
    void severalRequestsOfOneReadAndOneInPiecesAreAllAnswered() throws IOException {
        try (Phone phone = Phone.overTcp(edge.sipAddress())) {
            StringBuilder three = new StringBuilder();
            for (int i = 1; i <= 3; i++) {
                three.append(message(phone, "TCP", "OPTIONS", "sip:example.org", "X-Number: " + i + "\r\n", 10));
            }
            int cut = three.length() - 30;
            phone.send(three.substring(0, cut));
            assertThat(phone.receive()).startsWith("SIP/2.0 200 ");
            assertThat(phone.receive()).startsWith("SIP/2.0 200 ");
            phone.send(three.substring(cut));
            assertThat(phone.receive()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void longestUriIsReadAndOneCharacterMoreIsA414() throws IOException {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            String uri = "sip:" + "u".repeat(SipParser.MAX_URI_LENGTH - "sip:@example.org".length()) + "@example.org";
            assertThat(answer(phone, "UDP", uri, "", 0)).startsWith("SIP/2.0 404 ");
            double before = count("limit.message");
            assertThat(answer(phone, "UDP", uri.replace("sip:u", "sip:uu"), "", 0))
                    .startsWith("SIP/2.0 414 Request-URI longer than " + SipParser.MAX_URI_LENGTH);
            counted(before);
        }
    }

    @Test
    void mostHeaderLinesAreReadAndOneMoreIsA513() throws IOException {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            int own = message(phone, "UDP", "OPTIONS", "sip:example.org", "", 0).split("\r\n").length - 1;
            String most = "X: y\r\n".repeat(SipParser.MAX_HEADERS - own);
            assertThat(answer(phone, "UDP", "sip:example.org", most, 0)).startsWith("SIP/2.0 200 ");
            double before = count("limit.message");
            assertThat(answer(phone, "UDP", "sip:example.org", most + "X: y\r\n", 0))
                    .startsWith("SIP/2.0 513 More than " + SipParser.MAX_HEADERS + " header lines");
            counted(before);
        }
    }

    /** No datagram is that long. */
    @Test
    void longestMessageOfAStreamIsReadAndOneByteMoreIsA513ThatEndsTheStream() throws IOException {
        try (Phone phone = Phone.overTcp(edge.sipAddress())) {
            int head = message(phone, "TCP", "OPTIONS", "sip:example.org", "", 10_000)
                            .length()
                    - 10_000;
            int body = SipParser.MAX_MESSAGE_BYTES - head;
            assertThat(answer(phone, "TCP", "sip:example.org", "", body)).startsWith("SIP/2.0 200 ");
            double before = count("limit.message");
            assertThat(answer(phone, "TCP", "sip:example.org", "", body + 1))
                    .startsWith("SIP/2.0 513 Longer than " + SipParser.MAX_MESSAGE_BYTES + " bytes");
            counted(before);
            assertThat(phone.receive()).as("the stream is closed").isEmpty();
        }
    }

    private static String answer(Phone phone, String transport, String uri, String headers, int body)
            throws IOException {
        phone.send(message(phone, transport, "OPTIONS", uri, headers, body));
        return phone.receiveFinal();
    }

    private void counted(double before) {
        Await.until("it is counted", SOON, () -> count("limit.message") == before + 1);
    }

    private double count(String name) {
        return meters.get("p2psip.edge." + name).functionCounter().count();
    }

    private static ServerSocket listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"));
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static String wholeMessage(Socket socket, int body) throws IOException {
        socket.setSoTimeout((int) SOON.toMillis());
        StringBuilder message = new StringBuilder();
        while (message.indexOf("\r\n\r\n") < 0) {
            message.append((char) socket.getInputStream().read());
        }
        return message + new String(socket.getInputStream().readNBytes(body), StandardCharsets.UTF_8);
    }

    private static String message(Phone from, String transport, String method, String uri, String headers, int body) {
        String id = UUID.randomUUID().toString();
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/" + transport + " 127.0.0.1:" + from.port()
                + ";branch=z9hG4bK" + id + "\r\nMax-Forwards: 70\r\nFrom: <sip:carol@elsewhere.invalid>;tag=1\r\n"
                + "To: <sip:somebody@example.org>\r\nCall-ID: " + id + "\r\nCSeq: 1 " + method + "\r\n" + headers
                + "Content-Length: " + body + "\r\n\r\n" + "b".repeat(body);
    }
}
