package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.request;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Rates of sources, and what is refused while the event loop is late. */
class ProtectionTest extends ProtectionScene {
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(400);

    @Test
    void sourceOverItsRateIsRefusedThenIgnoredAndServedAgainLater() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(10, 20, false));
        for (int i = 0; i < 100; i++) {
            edge.udp(EVE, options(EVE));
        }
        List<Sent> sent = edge.sent();
        assertThat(sent).extracting(one -> one.message().status()).containsOnly(200, 503);
        assertThat(sent.stream().filter(one -> one.message().status() == 200)).hasSize(20);
        assertThat(sent.stream().filter(one -> one.message().status() == 503))
                .hasSize(10)
                .allSatisfy(one ->
                        assertThat(one.message().header(Header.RETRY_AFTER)).isEqualTo("5"));
        assertThat(edge.edge.counters().get(EdgeCounter.RATE_REFUSED)).isEqualTo(10);
        assertThat(edge.edge.counters().get(EdgeCounter.RATE_DROPPED)).isEqualTo(70);

        edge.udp(ALICE, options(ALICE));
        assertThat(edge.onlyResponse().status()).as("others do not suffer").isEqualTo(200);
        edge.pass(Duration.ofSeconds(3));
        edge.udp(EVE, options(EVE));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void requestsInsideDialogsPassWhateverTheRate() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(1, 1, false));
        edge.udp(ALICE, request("INVITE", "sip:bob@example.org", ALICE, next(ALICE)));
        edge.udp(BOB, response(edge.requests().getFirst().message(), 200, "bob", "Contact: <sip:bob@" + BOB + ">"));
        SipMessage ok = edge.onlyResponse();
        edge.udp(ALICE, options(ALICE));
        assertThat(edge.onlyResponse().status()).isEqualTo(503);
        edge.udp(ALICE, inDialog("ACK", 1, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("ACK");
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("BYE");
        edge.udp(ALICE, inDialog("INFO", 3, ok, Map.of("Route", "<sip:192.0.2.1;lr;p2psip=AAAAAAAAAAAAAAAA>")));
        assertThat(edge.onlyResponse().status()).as("a token made up").isIn(403, 503);
    }

    @Test
    void trustedRangesHaveNoRateAndAreNeverBanned() throws Exception {
        AddressRange trusted = new AddressRange(InetAddress.getByName("203.0.113.0"), 24);
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(1, 1, true, trusted));
        for (int i = 0; i < 50; i++) {
            edge.udp(EVE, options(EVE, "User-Agent", "friendly-scanner"));
            assertThat(edge.onlyResponse().status()).isEqualTo(200);
        }
        assertThat(edge.banned).isEmpty();
    }

    @Test
    void refusedInviteLeavesNoCallRecord() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(1, 1, false));
        edge.udp(EVE, options(EVE)).udp(EVE, request("INVITE", "sip:bob@example.org", EVE, next(EVE)));
        assertThat(edge.sent().getLast().message().status()).isEqualTo(503);
        assertThat(edge.calls).isEmpty();
    }

    @Test
    void lateLoopRefusesNewRequestsAndServesCallsThatAreUp() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        edge.udp(ALICE, request("INVITE", "sip:bob@example.org", ALICE, next(ALICE)));
        edge.udp(BOB, response(edge.requests().getFirst().message(), 200, "bob", "Contact: <sip:bob@" + BOB + ">"));
        SipMessage ok = edge.onlyResponse();
        edge.edge.protection().lag(LATE);
        edge.edge.protection().lag(LATE);
        edge.udp(EVE, request("INVITE", "sip:bob@example.org", EVE, next(EVE)));
        SipMessage refused = edge.onlyResponse();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header(Header.RETRY_AFTER)).isEqualTo("5");
        assertThat(edge.edge.counters().get(EdgeCounter.REFUSED_OVERLOAD)).isEqualTo(1);
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("BYE");
        for (int i = 0; i < 5; i++) {
            edge.edge.protection().lag(0);
        }
        edge.udp(EVE, options(EVE));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }
}
