package org.p2psip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.XorMappedAddress;

@QuarkusTest
@TestProfile(FreePorts.class)
class RelayTest {
    private static final TransactionId ID = new TransactionId(0x2112A44201020304L, 0x05060708090A0B0CL);

    @Inject
    RelayServer socket;

    @TestHTTPResource("/")
    URI http;

    private HttpEndpoint endpoint;

    @BeforeEach
    void connect() {
        endpoint = new HttpEndpoint(http);
    }

    private static byte[] request(Attribute... attributes) {
        return new StunMessage(MessageType.BINDING_REQUEST, ID, List.of(attributes), true).encode();
    }

    private static StunMessage message(ByteBuffer datagram) {
        return (StunMessage) StunDecoder.decode(datagram);
    }

    @Test
    void bindingIsAnsweredWithTheClientsAddress() {
        try (UdpClient client = new UdpClient(socket.address())) {
            client.send(request());
            StunMessage answer = message(client.receive().orElseThrow());
            assertThat(answer.type()).isEqualTo(MessageType.BINDING_SUCCESS);
            assertThat(answer.transactionId()).isEqualTo(ID);
            assertThat(answer.fingerprint()).isTrue();
            assertThat(answer.first(XorMappedAddress.TYPE).flatMap(value -> XorMappedAddress.decode(value, ID)))
                    .contains(new XorMappedAddress(client.address()));
        }
    }

    @Test
    void unknownAttributeIsRefusedAndNoiseIsIgnoredAndBothAreCounted() {
        double requests = endpoint.metric("p2psip_stun_requests_total");
        double refused = endpoint.metric("p2psip_stun_answers_total{result=\"unknown_attribute\"}");
        double noise = endpoint.metric("p2psip_stun_unanswered_total{reason=\"not_stun\"}");
        double malformed = endpoint.metric("p2psip_stun_unanswered_total{reason=\"malformed\"}");
        try (UdpClient client = new UdpClient(socket.address())) {
            client.send(new byte[0]);
            client.send("INVITE sip:bob@example.org SIP/2.0".getBytes(StandardCharsets.US_ASCII));
            client.send(HexFormat.of().parseHex("000100042112a4420102030405060708090a0b0c"));
            client.send(new byte[3_000]);
            client.send(request(new Attribute(0x0003, new byte[4])));
            StunMessage answer = message(client.receive().orElseThrow());
            assertThat(answer.first(ErrorCode.TYPE).flatMap(ErrorCode::decode)).contains(ErrorCode.UNKNOWN_ATTRIBUTE);
        }
        assertThat(endpoint.metric("p2psip_stun_requests_total")).isGreaterThanOrEqualTo(requests + 1);
        assertThat(endpoint.metric("p2psip_stun_answers_total{result=\"unknown_attribute\"}"))
                .isEqualTo(refused + 1);
        assertThat(endpoint.metric("p2psip_stun_unanswered_total{reason=\"not_stun\"}"))
                .isEqualTo(noise + 3);
        assertThat(endpoint.metric("p2psip_stun_unanswered_total{reason=\"malformed\"}"))
                .isEqualTo(malformed + 1);
        assertThat(endpoint.metric("p2psip_stun_defects_total")).isZero();
    }

    @Test
    void relayIsReadyAndAliveWhenItsOwnSocketAnswers() {
        HttpResponse<String> ready = endpoint.getUntil("/q/health/ready", response -> response.statusCode() == 200);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .contains("stun-binding", "127.0.0.1:" + socket.address().getPort());
        assertThat(endpoint.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(endpoint.metric("p2psip_stun_answers_total{result=\"success\"}"))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void readinessAsksTheSocketAtMostOnceASecond() {
        double before = endpoint.metric("p2psip_stun_requests_total");
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            endpoint.get("/q/health/ready");
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000L;
        assertThat(endpoint.metric("p2psip_stun_requests_total") - before).isBetween(0.0, seconds + 2.0);
    }

    @Test
    void relayWithAStuckEventLoopIsNeitherReadyNorAliveUntilItTurnsAgain() {
        CountDownLatch stuck = new CountDownLatch(1);
        socket.turnOfEventLoops().subscribe().with(turn -> awaitUninterruptibly(stuck));
        try {
            HttpResponse<String> ready = endpoint.getUntil("/q/health/ready", response -> response.statusCode() == 503);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("no answer within 500 ms");
            assertThat(endpoint.get("/q/health/live").statusCode()).isEqualTo(503);
        } finally {
            stuck.countDown();
        }
        assertThat(endpoint.getUntil("/q/health/ready", response -> response.statusCode() == 200)
                        .statusCode())
                .isEqualTo(200);
        assertThat(endpoint.get("/q/health/live").statusCode()).isEqualTo(200);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
