package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.StoredEntry;

/** Kafka is dead in all of these: nothing but the call records may notice. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class EdgeProcessTest {
    private static final int EDGE_REGISTRATION = 0xF0000001;
    private static final Duration PROMISED = Duration.ofSeconds(2);

    @Inject
    EdgeProcess edge;

    @Inject
    EdgeProperties properties;

    @TestHTTPResource("/q")
    URI management;

    private final FakeOverlay overlay = FakeOverlayResource.OVERLAY;

    @BeforeEach
    void ready() {
        Await.until("the edge is ready", Duration.ofSeconds(10), () -> status("/health/ready") == 200);
    }

    @AfterEach
    void overlayWorksAgain() {
        overlay.silent(false);
        overlay.failing(null);
    }

    @Test
    void registrationOverUdpIsStoredAndAnswered() throws Exception {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            String answer = phone.register("udp-alice", 600);
            assertThat(answer).startsWith("SIP/2.0 200 ").contains(phone.contact("udp-alice"));
            StoredEntry stored = only("udp-alice@example.org");
            assertThat(stored.getLifetimeS()).isEqualTo(600);
            assertThat(stored.getOrder().getSequence()).isEqualTo(1);
            EdgeRegistration registration = EdgeRegistration.parseFrom(stored.getValue());
            assertThat(registration.getContact()).isEqualTo(phone.contact("udp-alice"));
            assertThat(registration.getAuthentication()).isEqualTo("none");
        }
    }

    @Test
    void registrationOverTcpIsStoredAndAnswered() throws Exception {
        try (Phone phone = Phone.overTcp(edge.sipAddress())) {
            assertThat(phone.register("tcp-alice", 600)).startsWith("SIP/2.0 200 ");
            assertThat(only("tcp-alice@example.org").getExists()).isTrue();
        }
    }

    @Test
    void requestIsForwardedOverTheConnectionThatThePhoneOpened() throws Exception {
        try (Phone callee = Phone.overTcp(edge.sipAddress());
                Phone caller = Phone.overUdp(edge.sipAddress())) {
            assertThat(callee.register("tcp-bob", 600)).startsWith("SIP/2.0 200 ");
            caller.send(message(caller, "tcp-bob"));
            assertThat(callee.receive()).startsWith("MESSAGE sip:tcp-bob@127.0.0.1:" + callee.port());
        }
    }

    @Test
    void removalIsStoredAsARemoval() throws Exception {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            phone.register("leaver", 600);
            assertThat(phone.register("leaver", 0)).startsWith("SIP/2.0 200 ").doesNotContain("Contact:");
            assertThat(only("leaver@example.org").getExists()).isFalse();
        }
    }

    @Test
    void deadOverlayIsAnswered503WithRetryAfterAndServesAgainWhenItIsBack() throws Exception {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            overlay.stop();
            long asked = System.nanoTime();
            String answer = phone.register("dead", 600);
            assertThat(answer).startsWith("SIP/2.0 503 ").contains("\r\nRetry-After: ");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PROMISED);
            assertThat(phone.ask("INVITE", "sip:nobody-cached@example.org", "dead", ""))
                    .startsWith("SIP/2.0 503 ");
            assertThat(status("/health/ready")).isEqualTo(200);
            overlay.start();
            Await.until(
                    "registered again",
                    Duration.ofSeconds(5),
                    answers("SIP/2.0 200 ", () -> phone.register("dead", 600)));
        }
    }

    @Test
    void silentOverlayIsAnswered503WithinTwoSeconds() throws Exception {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            overlay.silent(true);
            long asked = System.nanoTime();
            assertThat(phone.register("silent", 600)).startsWith("SIP/2.0 503 ").contains("\r\nRetry-After: ");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PROMISED);
            overlay.silent(false);
            Await.until(
                    "registered again",
                    Duration.ofSeconds(10),
                    answers("SIP/2.0 200 ", () -> phone.register("silent", 600)));
        }
    }

    @Test
    void storeThatCannotServeIsAnswered503() throws Exception {
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            overlay.failing(ErrorCode.ERROR_CODE_UNAVAILABLE);
            assertThat(phone.register("unlucky", 600)).startsWith("SIP/2.0 503 ");
        }
    }

    @Test
    void streamThatIsNoSipIsClosed() throws Exception {
        try (Phone phone = Phone.overTcp(edge.sipAddress())) {
            phone.send("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
            String answer = phone.receive();
            while (!answer.isEmpty()) {
                answer = phone.receive();
            }
            assertThat(answer).isEmpty();
        }
    }

    @Test
    void callRecordsGoToTheSpoolWhileKafkaIsAway() throws Exception {
        double before = metric("p2psip_calls_spool_depth");
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            assertThat(phone.ask("INVITE", "sip:unknown@example.org", "caller", ""))
                    .startsWith("SIP/2.0 404 ");
        }
        Await.until("spooled", Duration.ofSeconds(15), () -> metric("p2psip_calls_spool_depth") > before);
        assertThat(metric("p2psip_calls_lost")).isZero();
    }

    @Test
    void liveWhileTheLoopRuns() {
        assertThat(status("/health/live")).isEqualTo(200);
        assertThat(metric("p2psip_transport_datagrams_received_total")).isPositive();
    }

    private StoredEntry only(String aor) {
        assertThat(overlay.record(EDGE_REGISTRATION, aor)).hasSize(1);
        return overlay.record(EDGE_REGISTRATION, aor).values().iterator().next();
    }

    private static String message(Phone from, String user) {
        return "MESSAGE sip:" + user + "@example.org SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + from.port() + ";branch=z9hG4bK" + user + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:carol@example.org>;tag=1\r\n"
                + "To: <sip:" + user + "@example.org>\r\nCall-ID: m-" + user + "\r\nCSeq: 1 MESSAGE\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    private interface Question {
        String ask() throws IOException;
    }

    private static BooleanSupplier answers(String start, Question question) {
        return () -> {
            try {
                return question.ask().startsWith(start);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
    }

    private double metric(String name) {
        return body("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private int status(String path) {
        try {
            return connection(path).getResponseCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String body(String path) {
        try (InputStream in = connection(path).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpURLConnection connection(String path) throws IOException {
        URL url = URI.create(management + path).toURL();
        return (HttpURLConnection) url.openConnection();
    }
}
