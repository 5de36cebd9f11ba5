package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.request;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.protect.Ban;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.ProtectConfig;

/** Rates of sources, bans, and what is refused while the event loop is late. */
class ProtectionTest {
    private static final String EVE = "203.0.113.9:5060";
    private static final Duration BAN = Duration.ofSeconds(300);
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(400);

    private int sequence;

    private static ProtectConfig protect(int perSecond, int burst, boolean unverified, AddressRange... trusted) {
        return new ProtectConfig(
                perSecond,
                burst,
                1000,
                List.of(trusted),
                new ProtectConfig.Bans(
                        (int) BAN.toSeconds(), 60, 4, 5, 6, unverified, List.of("friendly-scanner", "sipvicious"), 3),
                300);
    }

    private static EdgeHarness edge(EdgeConfig.Auth auth, ProtectConfig protect) {
        EdgeHarness edge = new EdgeHarness(EdgeHarness.config(auth, EdgeConfig.Limits.defaults(), protect));
        edge.overlay.enroll(
                aor("alice"), Map.of("MD5", Ha1.of(DigestAlgorithm.MD5, "alice", EdgeHarness.DOMAIN, "secret")));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        return edge;
    }

    private Map<String, String> next(String from, String... more) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("Call-ID", "call-" + sequence);
        headers.put("Via", "SIP/2.0/UDP " + from + ";rport;branch=z9hG4bK-" + sequence);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private String options(String from, String... more) {
        return request("OPTIONS", "sip:example.org", from, next(from, more));
    }

    private static Flow stream(String from) {
        return new Flow(Transport.TCP, EdgeHarness.address(from), 7);
    }

    private static void overStream(EdgeHarness edge, String from, String message) {
        byte[] bytes = EdgeHarness.wire(message);
        edge.receive(stream(from), SipParser.datagram(bytes, 0, bytes.length));
    }

    private static boolean isBanned(EdgeHarness edge, String from) {
        return edge.edge.protection().isBanned(EdgeHarness.address(from).getAddress());
    }

    /** A REGISTER with a wrong password. */
    private void guess(EdgeHarness edge, String from, String nonce) {
        String credentials = new Phone("alice", "wrong")
                .answer(DigestAlgorithm.MD5, "REGISTER", "sip:example.org", nonce, sequence + 1);
        edge.udp(
                from,
                request(
                        "REGISTER",
                        "sip:example.org",
                        from,
                        next(from, "To", "<sip:alice@example.org>", "Authorization", credentials)));
    }

    private String nonceFor(EdgeHarness edge, String from) {
        edge.sent();
        edge.udp(from, request("REGISTER", "sip:example.org", from, next(from, "To", "<sip:alice@example.org>")));
        return Phone.nonce(edge.onlyResponse());
    }

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
    void floodOfWrongPasswordsIsBannedUntilTheBanExpires() {
        EdgeHarness edge = edge(EdgeConfig.Auth.DIGEST, protect(0, 1, false));
        String nonce = nonceFor(edge, EVE);
        for (int i = 0; i < 4; i++) {
            assertThat(isBanned(edge, EVE)).isFalse();
            guess(edge, EVE, nonce);
        }
        assertThat(isBanned(edge, EVE)).isTrue();
        assertThat(isBanned(edge, ALICE)).isFalse();
        assertThat(edge.banned).extracting(EdgeCommand.Banned::why).containsExactly(Offence.AUTHENTICATION);
        assertThat(edge.edge.protection().bans())
                .extracting(ban -> ban.source().toString())
                .containsExactly("203.0.113.9/32");
        assertThat(edge.edge.counters().get(EdgeCounter.BANS)).isEqualTo(1);

        edge.pass(BAN.minusSeconds(1));
        assertThat(isBanned(edge, EVE)).isTrue();
        edge.pass(Duration.ofSeconds(1));
        assertThat(isBanned(edge, EVE)).isFalse();
        assertThat(edge.edge.protection().bans()).isEmpty();
    }

    @Test
    void failuresThatAreFarApartAreNoFlood() {
        EdgeHarness edge = edge(EdgeConfig.Auth.DIGEST, protect(0, 1, false));
        for (int i = 0; i < 10; i++) {
            guess(edge, EVE, nonceFor(edge, EVE));
            edge.pass(Duration.ofSeconds(25));
        }
        assertThat(edge.banned).isEmpty();
    }

    @Test
    void datagramsWithSomebodyElsesAddressBanNobody() {
        EdgeHarness edge = edge(EdgeConfig.Auth.DIGEST, protect(0, 1, false));
        String evesOwn = nonceFor(edge, EVE);
        for (int i = 0; i < 20; i++) {
            guess(edge, ALICE, evesOwn);
            edge.udp(ALICE, options(ALICE, "User-Agent", "friendly-scanner"));
            edge.udp(ALICE, "OPTIONS sip:example.org SIP/2.0\nVia: nonsense\n\n");
        }
        assertThat(edge.banned).isEmpty();
    }

    @Test
    void operatorMayLetUnverifiedDatagramsCount() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, true));
        for (int i = 0; i < 5; i++) {
            edge.udp(EVE, request("INVITE", "sip:user" + i + "@example.org", EVE, next(EVE)));
        }
        assertThat(edge.banned).extracting(EdgeCommand.Banned::why).containsExactly(Offence.UNKNOWN_USER);
    }

    @Test
    void scannersAreNeverAnswered() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        for (int i = 0; i < 3; i++) {
            edge.udp(EVE, options(EVE, "User-Agent", "Friendly-Scanner"));
        }
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.SCANNERS_DROPPED)).isEqualTo(3);
        edge.udp(EVE, options(EVE, "User-Agent", "an honest phone"));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void scannerOnAStreamIsBannedAtOnceAndItsConnectionsAreClosed() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        overStream(edge, EVE, options(EVE, "User-Agent", "sipvicious 0.3"));
        assertThat(edge.sent()).isEmpty();
        assertThat(isBanned(edge, EVE)).isTrue();
        assertThat(edge.banned).extracting(EdgeCommand.Banned::why).containsExactly(Offence.SCANNER);
    }

    @Test
    void guessingOfUsersOverAStreamIsBanned() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        for (int i = 0; i < 5; i++) {
            overStream(edge, EVE, request("INVITE", "sip:user" + i + "@example.org", EVE, next(EVE)));
        }
        assertThat(edge.banned).extracting(EdgeCommand.Banned::why).containsExactly(Offence.UNKNOWN_USER);
    }

    @Test
    void malformedMessagesOverAStreamAreBanned() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        for (int i = 0; i < 6; i++) {
            overStream(edge, EVE, "OPTIONS sip:example.org SIP/2.0\nVia: nonsense\n\n");
        }
        assertThat(edge.banned).extracting(EdgeCommand.Banned::why).containsExactly(Offence.MALFORMED);
    }

    @Test
    void banIsListedAndLifted() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        overStream(edge, "[2001:db8:0:1::5]:5060", options(EVE, "User-Agent", "sipvicious"));
        Ban ban = edge.edge.protection().bans().getFirst();
        assertThat(ban.source()).hasToString("2001:db8:0:1:0:0:0:0/64");
        assertThat(ban.untilNanos() - ban.sinceNanos()).isEqualTo(BAN.toNanos());
        InetAddress neighbour = EdgeHarness.address("[2001:db8:0:1::6]:5060").getAddress();
        assertThat(edge.edge.protection().isBanned(neighbour)).isTrue();
        assertThat(edge.edge.protection().lift(neighbour)).isTrue();
        assertThat(edge.edge.protection().isBanned(neighbour)).isFalse();
        assertThat(edge.edge.protection().lift(neighbour)).isFalse();
    }

    @Test
    void oldestBanMakesRoom() {
        EdgeHarness edge = edge(EdgeConfig.Auth.NONE, protect(0, 1, false));
        for (int i = 1; i <= 4; i++) {
            overStream(edge, "203.0.113." + i + ":5060", options(EVE, "User-Agent", "sipvicious"));
        }
        assertThat(edge.edge.protection().bans())
                .extracting(ban -> ban.source().toString())
                .containsExactly("203.0.113.2/32", "203.0.113.3/32", "203.0.113.4/32");
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_BANS)).isEqualTo(1);
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
