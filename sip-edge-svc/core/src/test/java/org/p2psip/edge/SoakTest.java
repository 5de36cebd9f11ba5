package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/**
 * Many calls at once over a network that loses, doubles, delays and damages datagrams, with an overlay that comes and
 * goes. What is asserted: whatever comes in, everything that leaves the edge is SIP, and in the end nothing is left.
 */
class SoakTest {
    private static final int STEPS = 3_000;
    private static final String CALLER = "198.51.100.1:5062";

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();
    private final List<String> inFlight = new ArrayList<>();
    private int calls;

    /** Some seeds in each run, many where time is given: {@code ./p2psip test --long}. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Boolean.getBoolean("long.tests") ? 1_500 : 6);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLeftInTheEnd(long seed) {
        Random random = new Random(seed);
        for (int user = 0; user < 5; user++) {
            for (int phone = 0; phone <= user % 3; phone++) {
                String contact = "sip:u" + user + "@198.51.100.1" + user + ":50" + (60 + phone);
                edge.overlay.put(aor("u" + user), binding(contact, 1000 - 500 * (phone % 2)));
            }
        }
        for (int step = 0; step < STEPS; step++) {
            step(random);
        }
        inFlight.clear();
        edge.release().pass(Duration.ofSeconds(400)).sent();
        assertThat(edge.edge.activeTransactions()).isZero();
        edge.edge.stop(edge.now()); // calls that are up are looked after until their end
        edge.pass(Duration.ofSeconds(60));
        assertThat(edge.edge.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(edge.edge.counters().get(EdgeCounter.CALLS_ANSWERED)).isPositive();
        assertThat(edge.edge.counters().get(EdgeCounter.CALLS_FAILED)).isPositive();
        assertThat(edge.edge.counters().get(EdgeCounter.MALFORMED)).isPositive();
    }

    private void step(Random random) {
        switch (random.nextInt(12)) {
            case 0, 1 -> inFlight.add(newRequest(random));
            case 2 -> edge.pass(Duration.ofMillis(random.nextInt(3_000)));
            case 3 -> edge.changed(aor("u" + random.nextInt(5)));
            case 4 -> toggleOverlay(random);
            default -> deliverOne(random);
        }
        for (Sent sent : edge.sent()) {
            // The answer to a malformed request copies what it can, as it stands.
            boolean copiesDamage = sent.firstLine().matches("SIP/2.0 (400|414|501|505|513) .*");
            SipMessage message = copiesDamage ? null : sent.message();
            if (message != null && random.nextInt(20) == 0 && sent.failureToken() != 0) {
                edge.sendFailed(sent);
            } else if (message != null) {
                inFlight.addAll(answers(message, random));
            }
        }
    }

    private void toggleOverlay(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> edge.overlay.hold();
            case 1 -> edge.release();
            default -> edge.overlay.setDown(random.nextInt(4) == 0);
        }
    }

    private void deliverOne(Random random) {
        if (inFlight.isEmpty()) {
            return;
        }
        int index = random.nextInt(inFlight.size());
        String message = random.nextInt(8) == 0 ? inFlight.get(index) : inFlight.remove(index);
        byte[] bytes = EdgeHarness.wire(message);
        if (random.nextInt(15) == 0) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
        }
        if (random.nextInt(10) > 0) {
            edge.udp(CALLER, bytes);
        }
    }

    private String newRequest(Random random) {
        calls++;
        String method = random.nextInt(4) == 0 ? "MESSAGE" : "INVITE";
        String invite = request(
                method,
                "sip:u" + random.nextInt(6) + "@example.org",
                CALLER,
                Map.of("Call-ID", "soak-" + calls, "Via", "SIP/2.0/UDP " + CALLER + ";branch=z9hG4bK-soak-" + calls));
        if (method.equals("INVITE") && random.nextInt(4) == 0) {
            inFlight.add(cancelOf(invite));
        }
        return invite;
    }

    /** What the other side, phone or caller, does on a message of the edge. */
    private static List<String> answers(SipMessage message, Random random) {
        String tag = "t" + random.nextInt(1000);
        String contact = "Contact: <sip:phone@203.0.113.5:5060>"; // may come damaged, and then is not understood
        if (!message.isRequest()) {
            boolean opensDialog = message.status() == 200 && message.method().equals("INVITE");
            return opensDialog && contact.equals("Contact: " + message.header(Header.CONTACT))
                    ? List.of(inDialog("ACK", 1, message, Map.of()), inDialog("BYE", 2, message, Map.of()))
                    : List.of();
        }
        return switch (message.method()) {
            case "INVITE" ->
                switch (random.nextInt(6)) {
                    case 0 -> List.of();
                    case 1 -> List.of(response(message, 180, tag));
                    case 2 -> List.of(response(message, 486, tag));
                    case 3 -> List.of(response(message, 180, tag), response(message, 603, tag));
                    default -> List.of(response(message, 180, tag), response(message, 200, tag, contact));
                };
            case "ACK" -> List.of();
            case "CANCEL" ->
                List.of(
                        response(message, 200, tag),
                        response(message, 487, tag).replace("CSeq: 1 CANCEL", "CSeq: 1 INVITE"));
            default -> List.of(response(message, random.nextBoolean() ? 200 : 404, tag));
        };
    }
}
