package org.p2psip.suite.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.OwnEdge;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** An edge that trusts nobody, not even this machine, and sends copies of messages to a collector. */
@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class TouchyEdgeTest {
    private static final Path FILES = Path.of("target", "touchy-edge").toAbsolutePath();
    private static final int BURST = 400;
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static HepCollector collector;
    private static OwnEdge edge;

    @BeforeAll
    static void startEdge(Node node) {
        collector = new HepCollector();
        edge = OwnEdge.of(
                node,
                FILES,
                "p2psip.protect.trusted=",
                "p2psip.protect.requests-per-second=100",
                "p2psip.protect.burst=" + BURST,
                "p2psip.protect.ban.authentication-failures=5",
                "p2psip.hep.target=127.0.0.1:" + collector.port());
    }

    @AfterAll
    static void giveTheEdgeBack() {
        edge.close();
        collector.close();
    }

    private static SipRequest options() {
        return SipRequest.of("OPTIONS", "sip:" + Node.DOMAIN, "sip:probe@example.com", "sip:" + Node.DOMAIN);
    }

    @Test
    void floodIsRefusedAndServedAgainAfterwards(Node node) {
        try (SipProbe probe = new SipProbe(node.sip())) {
            String flood = floodOf(probe.localPort());
            Optional<SipResponse> refused = Optional.empty();
            for (int round = 0; round < 20 && refused.isEmpty(); round++) {
                for (int i = 0; i < BURST / 2; i++) { // what comes back has to fit into the probe's socket
                    probe.send(flood.replace("NUMBER", round + "-" + i));
                }
                refused = probe.receive(response -> response.status() == 503, Duration.ofMillis(100));
            }
            assertThat(refused).as("a 503 to the flood").isPresent();
            assertThat(node.edgeMetrics().sumOfCounters(line -> line.startsWith("p2psip_edge_rate_refused_total")))
                    .isPositive();
        }
        try (SipProbe probe = new SipProbe(node.sip())) {
            probe.receive(response -> false, Duration.ofSeconds(2)); // the bucket fills again meanwhile
            assertThat(probe.transact(options()).status()).isEqualTo(200);
        }
    }

    private static String floodOf(int port) {
        return "OPTIONS sip:" + Node.DOMAIN + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + port
                + ";branch=z9hG4bKfloodNUMBER\r\nMax-Forwards: 70\r\nFrom: <sip:flood@example.com>;tag=1\r\nTo: <sip:"
                + Node.DOMAIN + ">\r\nCall-ID: flood-NUMBER\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    }

    /** Its address is one of this machine's that nobody else uses: what is known already is not looked at again. */
    @Test
    void scannerIsBannedAndTheBanIsListedAndLifted(Node node) throws IOException {
        InetAddress source = InetAddress.getByName("127.0.0.9");
        try (Socket scanner = new Socket(InetAddress.getLoopbackAddress(), node.sipPort(), source, 0);
                DatagramSocket other = new DatagramSocket(new InetSocketAddress(source, 0))) {
            scanner.setSoTimeout(5_000);
            String message = floodOf(5060)
                    .replace("NUMBER", "-scan")
                    .replace("/UDP", "/TCP")
                    .replace("Content-Length", "User-Agent: friendly-scanner\r\nContent-Length");
            scanner.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));
            assertThat(scanner.getInputStream().read())
                    .as("closed without a word")
                    .isEqualTo(-1);

            assertThat(ofEdge(node, "bans").succeeded().output())
                    .contains("127.0.0.9/32", "a scanner by its User-Agent");
            assertThat(isAnswered(node, other)).as("a banned source").isFalse();

            ofEdge(node, "bans", "lift", "127.0.0.9").succeeded();
            assertThat(isAnswered(node, other)).isTrue();
        }
    }

    /** The command as the node's operator, told where the edge is: the node does not know of this one. */
    private static Finished ofEdge(Node node, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--target", "127.0.0.1:" + node.edgeGrpcPort()));
        return node.run(all.toArray(String[]::new));
    }

    private static boolean isAnswered(Node node, DatagramSocket from) throws IOException {
        byte[] options = floodOf(from.getLocalPort())
                .replace("NUMBER", "" + System.nanoTime())
                .getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(options, options.length, node.sip()));
        from.setSoTimeout((int) QUIET.toMillis());
        try {
            from.receive(new DatagramPacket(new byte[65_535], 65_535));
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    @Test
    void messagesOfOneUserAreSentToTheCollector(Node node) {
        List<User> users = User.many("traced", 4);
        node.enroll(users);
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        try (CalledPhone phone = sipp.answer(2)) {
            sipp.register(node.sip(), users, phone.port(), 4).allSucceeded(4);
            assertThat(collector.messages(QUIET)).as("before it is switched on").isEmpty();
            ofEdge(node, "trace", "on", users.getFirst().aor()).succeeded();
            List<Sipp.Call> calls =
                    List.of(new Sipp.Call(users.get(0), users.get(1)), new Sipp.Call(users.get(2), users.get(3)));
            sipp.call(node.sip(), calls, "traced", 1).allSucceeded(2);
            phone.finish().allSucceeded(2);
            ofEdge(node, "trace", "off").succeeded();
        }
        List<String> traced = collector.messages(QUIET);
        // INVITE, 407, ACK, INVITE twice, 100, 180 and 200 twice each, ACK twice, BYE and its 200 twice
        assertThat(traced).hasSizeGreaterThanOrEqualTo(14).allSatisfy(message -> assertThat(message)
                .contains("<sip:" + users.getFirst().name() + "@"));
        assertThat(traced).filteredOn(message -> message.startsWith("BYE ")).hasSize(2);
        assertThat(node.edgeMetrics()
                        .sumOfCounters(line -> line.startsWith("p2psip_sip_requests_total")
                                && line.contains("method=\"INVITE\"")
                                && line.contains("direction=\"in\"")
                                && line.contains("transport=\"udp\"")))
                .isGreaterThanOrEqualTo(4);
    }
}
