package org.p2psip.edge.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.FakeOverlay;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.signing.SigningCounter;
import org.p2psip.edge.service.signing.SigningQueue;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.tls.GrpcSecurity;

class GatewayRecordsTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Gateway GERMANY = new Gateway("+49", "sip:192.0.2.1:5060", 1, 10, "north");
    private static final Gateway BERLIN = new Gateway("+4930", "sip:192.0.2.2:5060", 2, 1, "south");
    private static final Gateway BERLIN_TOO = new Gateway("+4930", "sip:192.0.2.1:5060", 1, 1, "north");

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final FakeOverlay overlay = new FakeOverlay();
    private OverlayClient client;

    @BeforeEach
    void connect() throws IOException {
        client = new OverlayClient(
                io,
                edge,
                new OverlayClient.Options(List.of("127.0.0.1:" + overlay.start()), 300, 300, "edge", 7_200),
                GrpcSecurity.plaintext(),
                new SigningQueue(io.loop(), Optional::empty, 10, new Counts<>(SigningCounter.class)),
                new Counts<>(OverlayCounter.class),
                nanos -> {},
                OperationTracing.NONE);
        onLoop(client::start);
        Await.until("the overlay answers", SOON, client::hasEverAnswered);
    }

    @AfterEach
    void close() {
        onLoop(client::close);
        overlay.stop();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @Test
    void recordsOfEveryPrefixOfANumberAndOfEverySiteAreFound() {
        assertThat(publish(1, GERMANY, BERLIN_TOO)).isEqualTo(new OverlayResult.Gateways(List.of(GERMANY, BERLIN_TOO)));
        publish(2, BERLIN);
        assertThat(find(3, "+4930123456"))
                .isInstanceOfSatisfying(OverlayResult.Gateways.class, found -> assertThat(found.gateways())
                        .containsExactlyInAnyOrder(GERMANY, BERLIN, BERLIN_TOO));
        assertThat(find(4, "+49891234"))
                .isInstanceOfSatisfying(OverlayResult.Gateways.class, found -> assertThat(found.gateways())
                        .containsExactly(GERMANY));
        assertThat(find(5, "+33123")).isEqualTo(new OverlayResult.Gateways(List.of()));
    }

    @Test
    void recordsHoldForTheirLifetimeAndCanBeWrittenAgain() {
        publish(1, GERMANY);
        Gateway cheaper = new Gateway("+49", GERMANY.target(), 0, 1, "north");
        publish(2, cheaper);
        assertThat(find(3, "+4930")).isEqualTo(new OverlayResult.Gateways(List.of(cheaper)));
    }

    @Test
    void silentOverlayIsAnsweredUnavailableOnce() {
        overlay.silent(true);
        assertThat(find(1, "+4930123456")).isInstanceOf(OverlayResult.Unavailable.class);
        overlay.silent(false);
        assertThat(publish(2)).isEqualTo(new OverlayResult.Gateways(List.of()));
    }

    private OverlayResult publish(long token, Gateway... gateways) {
        return ask(token, () -> client.publish(new EdgeCommand.PublishGateways(token, List.of(gateways), 120)));
    }

    private OverlayResult find(long token, String number) {
        return ask(token, () -> client.find(new EdgeCommand.FindGateways(token, number)));
    }

    private OverlayResult ask(long token, Runnable question) {
        onLoop(() -> {
            question.run();
            client.flush();
        });
        Await.until("the answer", SOON, () -> edge.answers.containsKey(token));
        return edge.answers.get(token);
    }

    private void onLoop(Runnable task) {
        io.loop().submit(task).syncUninterruptibly();
    }
}
