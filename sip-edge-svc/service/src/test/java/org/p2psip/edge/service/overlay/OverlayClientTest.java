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
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.FakeOverlay;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.signing.SigningCounter;
import org.p2psip.edge.service.signing.SigningQueue;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.tls.GrpcSecurity;

class OverlayClientTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Aor ALICE = new Aor("alice", "example.org");
    private static final int IN_FLIGHT = 300;

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<OverlayCounter> counts = new Counts<>(OverlayCounter.class);
    private final FakeOverlay overlay = new FakeOverlay();
    private final FakeOverlay another = new FakeOverlay();
    private OverlayClient client;

    @BeforeEach
    void connect() throws IOException {
        client = new OverlayClient(
                io,
                edge,
                new OverlayClient.Options(
                        List.of("127.0.0.1:" + overlay.start(), "127.0.0.1:" + another.start()),
                        300,
                        IN_FLIGHT,
                        "edge",
                        7_200),
                GrpcSecurity.plaintext(),
                new SigningQueue(io.loop(), Optional::empty, 10, new Counts<>(SigningCounter.class)),
                counts,
                nanos -> {},
                OperationTracing.NONE);
        onLoop(client::start);
        Await.until("the overlay answers", SOON, client::hasEverAnswered);
        Await.until("nothing waits", SOON, () -> client.inFlight() == 0);
    }

    @AfterEach
    void close() {
        onLoop(client::close);
        overlay.stop();
        another.stop();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @Test
    void commandsOfOneTurnLeaveInBatches() {
        long before = counts.get(OverlayCounter.BATCHES);
        ask(IN_FLIGHT);
        Await.until("all are answered", SOON, () -> edge.answers.size() == IN_FLIGHT);
        assertThat(counts.get(OverlayCounter.BATCHES) - before).isEqualTo(2); // of at most 256 operations
        assertThat(edge.answers.values()).allMatch(OverlayResult.Bindings.class::isInstance);
    }

    @Test
    void commandsBeyondTheLimitInFlightAreRefusedAtOnce() {
        overlay.silent(true);
        ask(IN_FLIGHT + 3);
        Await.until("three are answered", SOON, () -> edge.answers.size() >= 3);
        assertThat(counts.get(OverlayCounter.LIMIT_IN_FLIGHT)).isEqualTo(3);
        Await.until("the others in time", SOON, () -> edge.answers.size() == IN_FLIGHT + 3);
        assertThat(edge.answers.values()).allMatch(OverlayResult.Unavailable.class::isInstance);
        assertThat(counts.get(OverlayCounter.TIMEOUTS)).isEqualTo(IN_FLIGHT);
    }

    @Test
    void anotherPeerServesWhileThePreferredOneIsGone() {
        overlay.stop();
        Await.until("another peer is connected", SOON, () -> counts.get(OverlayCounter.STREAMS_OPENED) == 2);
        ask(1);
        Await.until("served", SOON, () -> edge.answers.get(1L) instanceof OverlayResult.Bindings);
    }

    @Test
    void breakAnswersWhatWaitsAndTheNextStreamServesWithoutARestart() throws IOException {
        another.stop();
        overlay.silent(true);
        ask(5);
        overlay.stop();
        Await.until("all five are answered", SOON, () -> edge.answers.size() == 5);
        assertThat(edge.answers.values()).allMatch(OverlayResult.Unavailable.class::isInstance);
        Await.until("the stream is known to be broken", SOON, () -> counts.get(OverlayCounter.STREAMS_BROKEN) == 1);
        overlay.silent(false);
        overlay.start();
        Await.until("it is up again", SOON, () -> counts.get(OverlayCounter.STREAMS_OPENED) == 2);
        onLoop(() -> {
            client.lookup(new EdgeCommand.Lookup(1_000, ALICE));
            client.flush();
        });
        Await.until("served", SOON, () -> edge.answers.get(1_000L) instanceof OverlayResult.Bindings);
    }

    @Test
    void answerThatComesTooLateIsCountedAndDropped() {
        overlay.delayMillis(600);
        ask(1);
        Await.until("given up", SOON, () -> edge.answers.get(1L) instanceof OverlayResult.Unavailable);
        Await.until("the late answer came", SOON, () -> counts.get(OverlayCounter.LATE_ANSWERS) == 1);
        assertThat(edge.answers).hasSize(1);
    }

    private void ask(int number) {
        onLoop(() -> {
            for (long token = 1; token <= number; token++) {
                client.lookup(new EdgeCommand.Lookup(token, ALICE));
            }
            client.flush();
        });
    }

    private void onLoop(Runnable task) {
        io.loop().submit(task).awaitUninterruptibly();
    }
}
