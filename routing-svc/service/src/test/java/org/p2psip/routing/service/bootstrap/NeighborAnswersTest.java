package org.p2psip.routing.service.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.bootstrap.DiscoveryDatagram;
import org.p2psip.routing.bootstrap.DiscoveryDatagram.Decoded;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.TestSettings;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.config.StartRefused;

/** Without groups: nothing of a test leaves this machine. */
class NeighborAnswersTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private DatagramSocket neighbor;
    private int port;
    private NeighborAnswers answers;

    @BeforeEach
    void listen() throws IOException {
        neighbor = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        neighbor.setBroadcast(true);
        neighbor.setSoTimeout(5_000);
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        answers = answersOn(port);
        answers.start();
    }

    private NeighborAnswers answersOn(int callPort) {
        return new NeighborAnswers(
                TestSettings.with(
                        new Settings.Bootstrap(BootstrapServer.Config.defaults(), OptionalInt.of(callPort), List.of())),
                metrics);
    }

    @AfterEach
    void stop() {
        answers.stop();
        neighbor.close();
    }

    private void call(String to, byte[] question) throws IOException {
        neighbor.send(new DatagramPacket(question, question.length, InetAddress.getByName(to), port));
    }

    private Decoded answer() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[600], 600);
        neighbor.receive(packet);
        return DiscoveryDatagram.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    private double counted(String result) {
        return metrics.counter("p2psip.bootstrap.calls", "result", result).count();
    }

    @Test
    void callToTheOverlayOrToAnyIsAnsweredWithThisPeersAddress() throws IOException {
        Decoded.Answer here = new Decoded.Answer(5, "example.org", List.of("127.0.0.1:7460"));
        call("127.0.0.1", DiscoveryDatagram.question(5, "EXAMPLE.org"));
        assertThat(answer()).isEqualTo(here);
        call("127.0.0.1", DiscoveryDatagram.question(5, ""));
        assertThat(answer()).isEqualTo(here);
        Eventually.isTrue("both are counted", () -> counted("answered") == 2);
    }

    @Test
    void broadcastReachesIt() throws IOException {
        call("127.255.255.255", DiscoveryDatagram.question(6, "example.org"));
        assertThat(answer()).isInstanceOf(Decoded.Answer.class);
    }

    @Test
    void callToAnotherOverlayIsNotAnsweredNorIsWhatIsNoQuestion() throws IOException {
        call("127.0.0.1", DiscoveryDatagram.question(7, "example.net"));
        call("127.0.0.1", Arrays.copyOf(DiscoveryDatagram.question(7, "example.org"), 100));
        call("127.0.0.1", DiscoveryDatagram.answer(7, "example.org", List.of("127.0.0.1:1")));
        call("127.0.0.1", DiscoveryDatagram.question(8, "example.org"));
        assertThat(answer()).isEqualTo(new Decoded.Answer(8, "example.org", List.of("127.0.0.1:7460")));
        assertThat(counted("malformed")).isEqualTo(2);
    }

    @Test
    void noMoreThanTheRateIsAnswered() throws IOException {
        int asked = 3 * NeighborAnswers.RATE;
        for (int i = 0; i < asked; i++) {
            call("127.0.0.1", DiscoveryDatagram.question(i, "example.org"));
        }
        Eventually.isTrue("all are read", () -> counted("answered") + counted("above_rate") == asked);
        // The calls may fall into two seconds
        assertThat(counted("above_rate")).isGreaterThanOrEqualTo(asked - 2 * NeighborAnswers.RATE);
        neighbor.setSoTimeout(200);
        int received = 0;
        try {
            while (received <= asked) {
                assertThat(answer()).isInstanceOf(Decoded.Answer.class);
                received++;
            }
        } catch (SocketTimeoutException noMore) {
            assertThat(received).isEqualTo((int) counted("answered"));
        }
    }

    @Test
    void portThatSomebodyElseHasStopsTheStart() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            NeighborAnswers refused = answersOn(taken.getLocalPort());
            assertThatThrownBy(refused::start)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("p2psip.bootstrap.call-port")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
            refused.stop();
        }
    }
}
