package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** What an edge does only where its operator wants it: Service-Route, and log lines as JSON. */
@ExtendWith(SharedNode.class)
class OffByDefaultTest {
    private static final Path FILES = Path.of("target", "off-by-default").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final User ALICE = User.named("route-alice");
    private static final User BOB = User.named("route-bob");

    private static AnotherEdge edge;

    @BeforeAll
    static void start(Node node) {
        node.enroll(List.of(ALICE, BOB));
        edge = AnotherEdge.start(
                node,
                FILES,
                "p2psip.registration.service-route=true",
                "p2psip.log.json=true",
                "p2psip.protect.trusted=");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    /** RFC 3608: what the 200 names is the Route of what the phone sends from then on. */
    @Test
    void phoneIsToldToSendByTheEdgeAndWhatItSendsSoArrives(Node node) {
        try (SipProbe alice = new SipProbe(edge.sip());
                SipProbe bob = new SipProbe(node.sip())) {
            SipResponse registered = register(alice, ALICE);
            assertThat(registered.headers("Service-Route"))
                    .containsExactly("<sip:127.0.0.1:" + edge.sip().getPort() + ";lr>");
            assertThat(register(bob, BOB).headers("Service-Route"))
                    .as("of the node's own edge")
                    .isEmpty();

            SipRequest message = SipRequest.of("MESSAGE", BOB.aor(), ALICE.aor(), BOB.aor())
                    .with("Route: " + registered.header("Service-Route").orElseThrow());
            SipResponse challenge = alice.transact(message).response();
            assertThat(challenge.status()).isEqualTo(407);
            alice.sendAuthenticated(message.again(), challenge, ALICE.name(), ALICE.password());
            SipResponse arrived = bob.await(request -> request.text().startsWith("MESSAGE "), SOON);
            assertThat(arrived.headers("Route")).isEmpty();
            assertThat(arrived.headers("Via")).hasSize(2);
            bob.answer(arrived);
            assertThat(alice.await(response -> response.answers(message.again()) && response.status() >= 200, SOON)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static SipResponse register(SipProbe phone, User user) {
        SipRequest register = SipRequest.register(user.aor())
                .with("Contact: <sip:" + user.name() + "@127.0.0.1:" + phone.localPort() + ">");
        SipResponse ok =
                phone.authenticated(register, user.name(), user.password()).response();
        assertThat(ok.status()).isEqualTo(200);
        return ok;
    }

    @Test
    void everyLogLineIsAJsonObjectAndTellsTheCallIdOfTheMessage() throws IOException {
        try (Socket scanner =
                new Socket(edge.sip().getAddress(), edge.sip().getPort(), InetAddress.getByName("127.0.0.8"), 0)) {
            scanner.setSoTimeout((int) SOON.toMillis());
            scanner.getOutputStream()
                    .write(("OPTIONS sip:example.org SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.8;branch=z9hG4bKjson\r\n"
                                    + "Max-Forwards: 70\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:example.org>\r\n"
                                    + "Call-ID: logged-as-json\r\nCSeq: 1 OPTIONS\r\nUser-Agent: friendly-scanner\r\n"
                                    + "Content-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(scanner.getInputStream().read()).isEqualTo(-1);
        }
        Await.until("the ban is logged", SOON, () -> edge.log().contains("is banned"));
        List<JsonNode> lines = edge.log().lines().map(OffByDefaultTest::json).toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(OffsetDateTime.parse(line.path("timestamp").asText())).isNotNull();
            assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
            assertThat(line.path("loggerName").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
        });
        assertThat(lines)
                .filteredOn(line -> line.path("message").asText().contains("is banned"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("message").asText()).startsWith("127.0.0.8/32 is banned: a scanner");
                    assertThat(line.path("level").asText()).isEqualTo("WARN");
                    assertThat(line.at("/mdc/callId").asText()).isEqualTo("logged-as-json");
                });
        assertThat(lines)
                .filteredOn(line -> line.path("message").asText().startsWith("SIP listens on"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.at("/mdc/callId").isMissingNode()).isTrue());
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
