package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.request;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.protect.Ban;
import org.p2psip.edge.protect.Offence;

/** Which sources are banned, how long, and which never. */
class BanTest extends ProtectionScene {
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
}
