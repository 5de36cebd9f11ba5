package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.ackOfRefusal;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.SipMessage;

/** A contact whose name has several servers (RFC 3263 4.3), and requests that no datagram should carry (RFC 3261 18.1.1). */
class FailoverTest {
    private static final String FIRST = "198.51.100.11:5070";
    private static final String SECOND = "198.51.100.12:5070";
    /** The edge's default of {@code p2psip.dns.failover-ms}. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    @BeforeEach
    void bobIsAtAServiceWithTwoServers() {
        edge.overlay.put(aor("bob"), binding("sip:bob@pbx.example.net"));
        edge.dns
                .srv("_sip._udp.pbx.example.net", 1, 0, 5070, "first.example.net")
                .srv("_sip._udp.pbx.example.net", 2, 0, 5070, "second.example.net")
                .host("first.example.net", "198.51.100.11")
                .host("second.example.net", "198.51.100.12");
    }

    private Sent call() {
        edge.udp(ALICE, invite());
        return edge.onlySent();
    }

    private Sent callAgain() {
        edge.udp(ALICE, another());
        return edge.onlySent();
    }

    private static String another() {
        return invite(Map.of("Call-ID", "call-2", "Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-2"));
    }

    @Test
    void silentServerIsGivenUpForTheNextOne() {
        Sent first = call();
        assertThat(first.toText()).isEqualTo(FIRST);
        edge.pass(PATIENCE);
        Sent second = edge.requests().getLast();
        assertThat(second.toText()).isEqualTo(SECOND);
        assertThat(second.message().topVia().branch())
                .isNotEqualTo(first.message().topVia().branch());
        assertThat(second.message().maxForwards()).isEqualTo(69);
        edge.udp(SECOND, response(second.message(), 200, "bob"));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
        assertThat(edge.edge.counters().get(EdgeCounter.SERVER_FAILOVERS)).isEqualTo(1);
    }

    @Test
    void nextCallDoesNotWaitForTheServerThatWasSilent() {
        call();
        edge.pass(PATIENCE);
        edge.sent();
        assertThat(callAgain().toText()).isEqualTo(SECOND);
        edge.pass(Duration.ofSeconds(31));
        edge.sent();
        edge.udp(ALICE, invite(Map.of("Call-ID", "call-3", "Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-3")));
        assertThat(edge.onlySent().toText()).isEqualTo(FIRST);
    }

    @Test
    void serverThatAnswersIsWaitedForHoweverLongItRings() {
        Sent first = call();
        edge.udp(FIRST, response(first.message(), 100, null));
        edge.pass(Duration.ofSeconds(60));
        assertThat(edge.requests()).isEmpty();
    }

    @Test
    void lateProvisionalResponseOfTheServerGivenUpIsCancelled() {
        Sent first = call();
        edge.pass(PATIENCE);
        edge.sent();
        edge.udp(FIRST, response(first.message(), 180, "late"));
        Sent cancel = edge.onlySent();
        assertThat(cancel.message().method()).isEqualTo("CANCEL");
        assertThat(cancel.toText()).isEqualTo(FIRST);
        edge.udp(FIRST, response(first.message(), 487, "late"));
        assertThat(edge.onlySent().message().method()).isEqualTo("ACK");
    }

    @Test
    void serverGivenUpThatNeverEndsItsTransactionIsForgotten() {
        Sent first = call();
        edge.pass(PATIENCE);
        Sent second = edge.requests().getLast();
        edge.udp(FIRST, response(first.message(), 180, "late"));
        edge.udp(SECOND, response(second.message(), 486, "bob"));
        edge.pass(Duration.ofSeconds(70));
        assertThat(edge.edge.activeTransactions()).isZero();
    }

    @Test
    void lateAnswerOfTheServerGivenUpIsTheCallAndTheOtherIsCancelled() {
        Sent first = call();
        edge.pass(PATIENCE);
        Sent second = edge.requests().getLast();
        edge.udp(SECOND, response(second.message(), 180, "bob"));
        edge.sent();
        edge.udp(FIRST, response(first.message(), 200, "late"));
        List<Sent> sent = edge.sent();
        assertThat(sent.stream().filter(one -> !one.message().isRequest()))
                .singleElement()
                .satisfies(ok -> assertThat(ok.message().to().tag()).isEqualTo("late"));
        assertThat(sent.stream().filter(one -> one.message().isRequest()))
                .singleElement()
                .satisfies(cancel -> {
                    assertThat(cancel.message().method()).isEqualTo("CANCEL");
                    assertThat(cancel.toText()).isEqualTo(SECOND);
                });
    }

    @Test
    void unavailableServerIsFollowedByTheNextAndRestsForItsRetryAfter() {
        edge.udp(FIRST, response(call().message(), 503, "bob", "Retry-After: 10 (maintenance);duration=5"));
        List<Sent> sent = edge.sent();
        assertThat(sent).extracting(one -> one.message().method()).containsExactly("ACK", "INVITE");
        assertThat(sent.get(1).toText()).isEqualTo(SECOND);
        edge.udp(SECOND, response(sent.get(1).message(), 486, "bob"));
        assertThat(edge.requests()).hasSize(1); // the ACK
        assertThat(callAgain().toText()).isEqualTo(SECOND);
        edge.pass(Duration.ofSeconds(10));
        edge.sent();
        edge.udp(ALICE, invite(Map.of("Call-ID", "call-3", "Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-3")));
        assertThat(edge.onlySent().toText()).isEqualTo(FIRST);
    }

    @Test
    void lastUnavailableServerIsAnswered500() {
        edge.udp(FIRST, response(call().message(), 503, "bob"));
        edge.udp(SECOND, response(edge.requests().getLast().message(), 503, "bob"));
        assertThat(edge.sent().getLast().message().status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void serverThatCannotBeSentToIsFollowedByTheNext(String method) {
        edge.udp(ALICE, request(method, "sip:bob@example.org", ALICE, Map.of()));
        Sent first = edge.onlySent();
        edge.sendFailed(first);
        assertThat(edge.onlySent().toText()).isEqualTo(SECOND);
    }

    @Test
    void otherRequestsAreNotSentTwiceForSilenceAsTheyCannotBeTakenBack() {
        edge.udp(ALICE, request("MESSAGE", "sip:bob@example.org", ALICE, Map.of()));
        edge.pass(Duration.ofSeconds(33));
        assertThat(edge.requests()).isNotEmpty().allSatisfy(sent -> assertThat(sent.toText())
                .isEqualTo(FIRST));
        edge.udp(ALICE, another());
        assertThat(edge.onlySent().toText()).isEqualTo(SECOND);
    }

    @Test
    void callerWhoGivesUpDoesNotMakeTheNextServerRing() {
        Sent first = call();
        edge.udp(ALICE, cancelOf(invite()));
        edge.sent();
        edge.pass(PATIENCE);
        assertThat(edge.requests()).allSatisfy(sent -> assertThat(sent.toText()).isEqualTo(FIRST));
        edge.udp(FIRST, response(first.message(), 503, "bob"));
        List<Sent> sent = edge.sent();
        assertThat(sent).noneMatch(one -> SECOND.equals(one.toText()));
    }

    @Test
    void largeRequestGoesOverTcpAndOverUdpWhenTcpIsRefused() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@198.51.100.2:5064"));
        String large = invite(Map.of("Subject", "x".repeat(1300)));
        edge.udp(ALICE, large);
        Sent tcp = edge.onlySent();
        assertThat(tcp.transport()).isEqualTo(Transport.TCP);
        assertThat(tcp.toText()).isEqualTo("198.51.100.2:5064");
        assertThat(tcp.message().topVia().transport()).isEqualTo("TCP");
        assertThat(edge.edge.counters().get(EdgeCounter.LARGE_OVER_TCP)).isEqualTo(1);

        edge.sendFailed(tcp);
        Sent udp = edge.onlySent();
        assertThat(udp.transport()).isEqualTo(Transport.UDP);
        assertThat(udp.message().topVia().transport()).isEqualTo("UDP");
        edge.udp("198.51.100.2:5064", response(udp.message(), 486, "bob"));
        SipMessage busy = edge.sent().getLast().message();
        edge.udp(ALICE, ackOfRefusal(large, busy));

        edge.pass(Duration.ofSeconds(60));
        edge.sent();
        edge.udp(
                ALICE,
                invite(Map.of(
                        "Subject",
                        "x".repeat(1300),
                        "Call-ID",
                        "call-2",
                        "Via",
                        "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-2")));
        assertThat(edge.onlySent().transport())
                .as("it is known that the phone has no TCP")
                .isEqualTo(Transport.UDP);
    }

    @Test
    void largeRequestStaysOnTheTransportThatItsUriNames() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@198.51.100.2:5064;transport=udp"));
        edge.udp(ALICE, invite(Map.of("Subject", "x".repeat(1300))));
        assertThat(edge.onlySent().transport()).isEqualTo(Transport.UDP);
    }
}
