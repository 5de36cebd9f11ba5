package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.tls.TestSockets;

/** A browser on secure WebSocket (RFC 7118): it registers, is called and calls over its one connection. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class SecureWebSocketTest {
    private static final int TIMEOUT_S = 30;
    /** Browsers know no address of theirs (RFC 7118 section 5). */
    private static final String NOWHERE = "df7jal23ls0d.invalid";

    @Inject
    EdgeProcess edge;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void phoneRegistersAndIsCalledAndCallsOverItsConnection() throws Exception {
        WebSocket browser = connect("sip");
        assertThat(browser.getSubprotocol()).isEqualTo("sip");
        send(browser, "REGISTER", "sip:example.org", "browser");
        assertThat(next()).startsWith("SIP/2.0 200 ").contains("Contact: <sip:browser@" + NOWHERE + ";transport=ws>");

        try (Phone desk = Phone.overUdp(edge.sipAddress())) {
            assertThat(desk.register("desk", 600)).startsWith("SIP/2.0 200 ");
            desk.send(request("UDP 127.0.0.1:" + desk.port(), "INVITE", "sip:browser@example.org", "desk"));
            String invite = next();
            assertThat(invite)
                    .startsWith("INVITE sip:browser@" + NOWHERE + ";transport=ws SIP/2.0\r\n")
                    .contains("Via: SIP/2.0/WSS ");
            browser.sendText(Phone.responseTo(invite, 486), true).join();
            assertThat(desk.receiveFinal()).startsWith("SIP/2.0 486 ");
            assertThat(next()).startsWith("ACK sip:browser@" + NOWHERE);

            send(browser, "INVITE", "sip:desk@example.org", "browser");
            String call = desk.receive();
            assertThat(call).startsWith("INVITE " + desk.contact("desk")).contains("Via: SIP/2.0/UDP ");
            desk.answer(call, 486);
            String answer = next();
            assertThat(answer.startsWith("SIP/2.0 100 ") ? next() : answer).startsWith("SIP/2.0 486 ");
        } finally {
            browser.abort();
        }
    }

    @Test
    void optionsIsAnswered() throws Exception {
        WebSocket browser = connect("sip");
        send(browser, "OPTIONS", "sip:example.org", "browser");
        assertThat(next()).startsWith("SIP/2.0 200 ");
        browser.abort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xmpp", "msrp", "sips"})
    void clientThatDoesNotOfferSipIsRefused(String subprotocol) {
        assertThatThrownBy(() -> connect(subprotocol))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(400));
    }

    private WebSocket connect(String subprotocol) throws IOException {
        WebSocket.Builder builder = HttpClient.newBuilder()
                .sslContext(TestSockets.trusting(FakeOverlayResource.AUTHORITY))
                .build()
                .newWebSocketBuilder();
        if (!subprotocol.isEmpty()) {
            builder.subprotocols(subprotocol);
        }
        URI uri = URI.create("wss://127.0.0.1:" + edge.sipPort(Transport.WSS) + "/");
        return builder.buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        socket.request(1);
                        return null;
                    }
                })
                .join();
    }

    private String next() throws InterruptedException {
        String message = heard.poll(TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(message).as("a message within " + TIMEOUT_S + " s").isNotNull();
        return message;
    }

    private static void send(WebSocket socket, String method, String uri, String user) {
        socket.sendText(request("WSS " + NOWHERE, method, uri, user), true).join();
    }

    private static String request(String via, String method, String uri, String user) {
        String id = UUID.randomUUID().toString();
        String host = via.substring(via.indexOf(' ') + 1) + (via.startsWith("WSS") ? ";transport=ws" : "");
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/" + via + ";rport;branch=z9hG4bK" + id + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:" + user + "@example.org>;tag=1\r\nTo: <"
                + (method.equals("REGISTER") ? "sip:" + user + "@example.org" : uri) + ">\r\nCall-ID: " + id
                + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:" + user + "@" + host + ">\r\n"
                + "Content-Length: 0\r\n\r\n";
    }
}
