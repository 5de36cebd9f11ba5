package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** A call from INVITE to BYE. */
class CallTest {
    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    @BeforeEach
    void bobIsRegistered() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
    }

    @Test
    void inviteIsForwardedToTheContact() {
        edge.udp(ALICE, invite());

        Sent sent = edge.onlySent();
        SipMessage forwarded = sent.message();
        assertThat(sent.toText()).isEqualTo(BOB);
        assertThat(forwarded.requestUri()).isEqualTo("sip:bob@" + BOB);
        assertThat(forwarded.maxForwards()).isEqualTo(69);
        assertThat(forwarded.recordRoutes()).hasSize(1);
        assertThat(forwarded.recordRoutes().getFirst().uriText()).startsWith("sip:192.0.2.1:5060;lr;dt=");
        assertThat(forwarded.vias()).hasSize(2);
        assertThat(forwarded.topVia().sentBy()).isEqualTo("192.0.2.1:5060");
        assertThat(forwarded.topVia().branch()).startsWith("z9hG4bK");
        assertThat(forwarded.vias().get(1).received()).isEqualTo("198.51.100.1");
        assertThat(forwarded.vias().get(1).rport()).isEqualTo(5062);
    }

    @Test
    void inviteThatNobodyAnswersIsAnswered100WithinAFifthOfASecond() {
        edge.udp(ALICE, invite()).sent();
        edge.pass(Duration.ofMillis(99));
        assertThat(edge.sent()).isEmpty();
        edge.pass(Duration.ofMillis(51));
        Sent trying = edge.sent().getFirst();
        assertThat(trying.message().status()).isEqualTo(100);
        assertThat(trying.toText()).isEqualTo(ALICE);
        assertThat(trying.message().to().tag()).isNull();
    }

    @Test
    void inviteThatIsAnsweredAtOnceGetsNo100() {
        SipMessage forwarded = edge.udp(ALICE, invite()).onlySent().message();
        edge.udp(BOB, response(forwarded, 180, "bob-tag"));
        assertThat(edge.onlySent().message().status()).isEqualTo(180);
        edge.pass(Duration.ofSeconds(1));
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void callGoesThroughToBye() {
        SipMessage forwarded = answered();
        edge.udp(BOB, response(forwarded, 200, "bob-tag", "Contact: <sip:bob@" + BOB + ">"));
        Sent ok = edge.onlySent();
        assertThat(ok.message().status()).isEqualTo(200);
        assertThat(ok.toText()).isEqualTo(ALICE);
        assertThat(ok.message().vias()).hasSize(1);

        edge.udp(ALICE, inDialog("ACK", 1, ok.message(), Map.of()));
        Sent ack = edge.onlySent();
        assertThat(ack.message().method()).isEqualTo("ACK");
        assertThat(ack.toText()).isEqualTo(BOB);
        assertThat(ack.message().count(Header.ROUTE)).isZero();

        edge.pass(Duration.ofSeconds(10)).udp(ALICE, inDialog("BYE", 2, ok.message(), Map.of()));
        Sent bye = edge.onlySent();
        assertThat(bye.message().method()).isEqualTo("BYE");
        assertThat(bye.toText()).isEqualTo(BOB);
        edge.udp(BOB, response(bye.message(), 200, null));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);

        assertThat(edge.calls).hasSize(1);
        CallRecord call = edge.calls.getFirst();
        assertThat(call.end()).isEqualTo(CallRecord.End.BYE);
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.durationNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void calleeMayHangUp() {
        SipMessage forwarded = answered();
        edge.udp(BOB, response(forwarded, 200, "bob-tag", "Contact: <sip:bob@" + BOB + ">"));
        SipMessage ok = edge.onlyResponse();
        String bye = request(
                "BYE",
                "sip:alice@" + ALICE,
                BOB,
                Map.of(
                        "From", ok.header(Header.TO),
                        "To", ok.header(Header.FROM),
                        "Route", forwarded.header(Header.RECORD_ROUTE)));
        edge.udp(BOB, bye);
        assertThat(edge.onlySent().toText()).isEqualTo(ALICE);
        assertThat(edge.calls).extracting(CallRecord::end).containsExactly(CallRecord.End.BYE);
    }

    @Test
    void ackToAContactThatIsAnAddressOfRecordFindsThePhone() {
        SipMessage forwarded = answered();
        edge.udp(BOB, response(forwarded, 200, "bob-tag", "Contact: <sip:bob@example.org>"));
        SipMessage ok = edge.onlyResponse();
        edge.udp(ALICE, inDialog("ACK", 1, ok, Map.of()));
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
    }

    @Test
    void ackThatLeadsBackToTheEdgeIsDropped() {
        SipMessage forwarded = answered();
        edge.udp(BOB, response(forwarded, 200, "bob-tag", "Contact: <sip:bob@192.0.2.1:5060>"));
        SipMessage ok = edge.onlyResponse();
        edge.udp(ALICE, inDialog("ACK", 1, ok, Map.of()));
        assertThat(edge.sent()).isEmpty();
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(404);
    }

    @Test
    void provisionalAcknowledgementsPassInsideTheEarlyDialog() {
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 183, "bob-tag", "Contact: <sip:bob@" + BOB + ">", "RSeq: 1"));
        SipMessage progress = edge.onlyResponse();
        edge.udp(ALICE, inDialog("PRACK", 2, progress, Map.of("RAck", "1 1 INVITE")));
        Sent prack = edge.onlySent();
        assertThat(prack.toText()).isEqualTo(BOB);
        assertThat(prack.message().header("RAck")).isEqualTo("1 1 INVITE");
    }

    private SipMessage answered() {
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 180, "bob-tag"));
        assertThat(edge.onlyResponse().status()).isEqualTo(180);
        return forwarded;
    }
}
