package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Service;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.LiveHeap;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.Mutation;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/**
 * Damaged messages against a running edge: it answers other requests all the time, it keeps nothing of them, and the
 * next call works.
 */
@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class MutatedMessagesTest {
    private static final int MESSAGES = Boolean.getBoolean("long.tests") ? 1_000_000 : 100_000;
    /** After so many the edge has to answer an OPTIONS before more are sent. */
    private static final int BURST = 200;
    /** One burst in so many goes over TCP. */
    private static final int TCP_SHARE = 10;

    /** Bytes of a datagram over IPv4 without its headers; one character of a message is one byte. */
    private static final int MOST_IN_A_DATAGRAM = 65_507;

    private static final long SEED = 3261;
    private static final Duration TRANSACTIONS_LIMIT = Duration.ofSeconds(240);
    private static final long MOST_GROWTH_MIB = 48;
    private static final User CALLED = User.named("mutated");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Mutation mutation = new Mutation(random);

    @Test
    void damagedMessagesLeaveTheEdgeAsItWas(Node node) throws IOException {
        node.enroll(List.of(CALLED));
        try (SipProbe probe = new SipProbe(node.sip());
                SipProbe flood = new SipProbe(node.sip());
                DatagramSocket silentPhone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            register(probe, silentPhone.getLocalPort());
            answersOptions(probe);
            Service before = node.service("edge");
            long heapBefore = LiveHeap.mib(before.pid());

            for (int sent = 0; sent < MESSAGES; sent += BURST) {
                if (sent / BURST % TCP_SHARE == 0) {
                    sendStream(node.sip(), flood.localPort(), sent);
                } else {
                    sendDatagrams(flood, sent);
                }
                answersOptions(probe);
            }

            Await.until("transactions are over", TRANSACTIONS_LIMIT, () -> node.edgeMetrics()
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("p2psip_edge_transactions "))
                    .allMatch(line -> line.endsWith(" 0.0")));
            assertThat(node.service("edge").pid()).isEqualTo(before.pid());
            assertThat(node.edgeMetrics().sumOfCounters(name -> name.contains("edge_bugs")))
                    .as("failures of the core")
                    .isZero();
            assertThat(LiveHeap.mib(before.pid()) - heapBefore)
                    .as("growth of what the edge keeps, MiB")
                    .isLessThan(MOST_GROWTH_MIB);
        }
        callSucceeds(node);
    }

    private static void register(SipProbe probe, int contactPort) {
        SipRequest register = SipRequest.register(CALLED.aor())
                .with("Contact: <sip:mutated@127.0.0.1:" + contactPort + ">")
                .with("Expires: 3600");
        assertThat(probe.authenticated(register, CALLED.name(), CALLED.password())
                        .status())
                .isEqualTo(200);
    }

    private static void answersOptions(SipProbe probe) {
        String edge = "sip:" + Node.DOMAIN;
        assertThat(probe.transact(SipRequest.of("OPTIONS", edge, "sip:probe@probe.invalid", edge))
                        .status())
                .isEqualTo(200);
    }

    private void sendDatagrams(SipProbe flood, int first) {
        for (int i = 0; i < BURST; i++) {
            String mutated = mutation.of(message("UDP", flood.localPort(), first + i));
            flood.send(mutated.substring(0, Math.min(mutated.length(), MOST_IN_A_DATAGRAM)));
        }
    }

    /** All on one connection; the edge closes it when nobody can say where the next message starts. */
    private void sendStream(InetSocketAddress edge, int viaPort, int first) throws IOException {
        Socket socket = new Socket(edge.getAddress(), edge.getPort());
        int sent = 0;
        while (sent < BURST) {
            byte[] bytes = mutation.of(message("TCP", viaPort, first + sent)).getBytes(StandardCharsets.ISO_8859_1);
            sent++;
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException closedByTheEdge) {
                socket.close();
                socket = new Socket(edge.getAddress(), edge.getPort());
            }
        }
        socket.close();
    }

    private String message(String transport, int viaPort, int number) {
        String own = CALLED.aor();
        return switch (random.nextInt(8)) {
            case 0 ->
                message(
                        "REGISTER",
                        "sip:" + Node.DOMAIN,
                        transport,
                        viaPort,
                        number,
                        "Contact: <sip:m@127.0.0.1>;q=0.5\r\nExpires: 60\r\n");
            case 1 ->
                message("OPTIONS", "sip:" + Node.DOMAIN, transport, viaPort, number, "Accept: application/sdp\r\n");
            case 2 ->
                message("BYE", own, transport, viaPort, number, "Route: <sip:127.0.0.1;lr;dt=abcdefghijklmnop>\r\n");
            case 3 -> message("MESSAGE", own, transport, viaPort, number, "Content-Type: text/plain\r\n");
            case 4 -> message("CANCEL", own, transport, viaPort, number, "");
            case 5 ->
                message(
                        "SUBSCRIBE",
                        own,
                        transport,
                        viaPort,
                        number,
                        "Event: reg\r\nExpires: 600\r\nContact: <sip:m@127.0.0.1>\r\n");
            case 6 ->
                "SIP/2.0 200 OK\r\n"
                        + headers(
                                "INVITE",
                                transport,
                                viaPort,
                                number,
                                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKlower\r\n");
            default ->
                message(
                        "INVITE",
                        own,
                        transport,
                        viaPort,
                        number,
                        "Contact: <sip:m@127.0.0.1>\r\nSupported: replaces, 100rel\r\nContent-Type: application/sdp\r\n");
        };
    }

    private static String message(String method, String uri, String transport, int viaPort, int number, String extra) {
        return method + " " + uri + " SIP/2.0\r\n" + headers(method, transport, viaPort, number, extra);
    }

    private static String headers(String method, String transport, int viaPort, int number, String extra) {
        return "Via: SIP/2.0/" + transport + " 127.0.0.1:" + viaPort + ";branch=z9hG4bKm" + number + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"M\" <sip:stranger@stranger.invalid>;tag=m" + number + "\r\n"
                + "To: <" + CALLED.aor() + ">\r\n"
                + "Call-ID: mutated-" + number + "@127.0.0.1\r\n"
                + "CSeq: " + (number + 1) + " " + method + "\r\n"
                + extra
                + "Content-Length: 4\r\n\r\nv=0\n";
    }

    private static void callSucceeds(Node node) {
        List<User> users = User.many("after-mutations", 2);
        node.enroll(users);
        Sipp sipp = new Sipp(Path.of("target", "mutated-messages").toAbsolutePath(), Sipp.Transport.UDP);
        try (CalledPhone phone = sipp.answer(1)) {
            sipp.register(node.sip(), users, phone.port(), 1).allSucceeded(2);
            Sipp.Call call = new Sipp.Call(users.get(0), users.get(1));
            sipp.call(node.sip(), List.of(call), "after-mutations", 1).allSucceeded(1);
            phone.finish().allSucceeded(1);
        }
    }
}
