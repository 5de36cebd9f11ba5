package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

/** What happens at the bounds, while draining and at the end; and what is recorded of calls. */
class LimitsTest {
    private static EdgeHarness edge(EdgeConfig.Limits limits) {
        EdgeHarness edge = new EdgeHarness(EdgeHarness.config(EdgeConfig.Auth.NONE, limits));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        return edge;
    }

    private static String numbered(String method, String uri, int number) {
        return request(
                method,
                uri,
                ALICE,
                Map.of(
                        "Call-ID",
                        "call-" + number,
                        "Via",
                        "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-n" + number));
    }

    private static SipMessage answered(EdgeHarness edge, int number) {
        edge.udp(ALICE, numbered("INVITE", "sip:bob@example.org", number));
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 200, "bob-" + number, "Contact: <sip:bob@" + BOB + ">"));
        return edge.onlyResponse();
    }

    @Test
    void fullTableRefusesNewCallsAndServesThoseThatAreUp() {
        EdgeHarness edge = edge(new EdgeConfig.Limits(16, 10, 10, 10, 10, 10));
        SipMessage ok = answered(edge, 1);
        for (int i = 2; i <= 9; i++) {
            edge.udp(ALICE, numbered("INVITE", "sip:bob@example.org", i));
        }
        edge.sent();
        edge.udp(ALICE, numbered("INVITE", "sip:bob@example.org", 10));
        SipMessage refused = edge.onlyResponse();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header(Header.RETRY_AFTER)).isEqualTo("5");
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_TRANSACTIONS)).isEqualTo(1);

        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("BYE");
        edge.udp(ALICE, request("OPTIONS", "sip:example.org", ALICE, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void messagesBeyondALimitOfTheParserAreAnsweredAndCountedApart() {
        EdgeHarness edge = EdgeHarness.withoutAuthentication();
        edge.udp(ALICE, request("OPTIONS", "sip:" + "b".repeat(SipParser.MAX_URI_LENGTH), ALICE, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(414);
        String lines = "y\r\nX: ".repeat(SipParser.MAX_HEADERS) + "y";
        edge.udp(ALICE, request("OPTIONS", "sip:example.org", ALICE, Map.of("X", lines)));
        assertThat(edge.onlyResponse().status()).isEqualTo(513);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_MESSAGE)).isEqualTo(2);
        edge.udp(ALICE, request("OPTIONS", "sip:example.org", ALICE, Map.of("Max-Forwards", "x")));
        assertThat(edge.onlyResponse().status()).isEqualTo(400);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_MESSAGE)).isEqualTo(2);
        assertThat(edge.edge.counters().get(EdgeCounter.MALFORMED)).isEqualTo(3);
    }

    @Test
    void completedTransactionsMakeRoom() {
        EdgeHarness edge = edge(new EdgeConfig.Limits(16, 10, 10, 10, 10, 10));
        for (int i = 1; i <= 100; i++) {
            edge.udp(
                    ALICE,
                    register(Map.of(
                            "CSeq", i + " REGISTER", "Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-r" + i)));
            assertThat(edge.onlyResponse().status()).isEqualTo(200);
        }
        assertThat(edge.edge.activeTransactions()).isLessThanOrEqualTo(16);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_COMPLETED_EVICTED))
                .isEqualTo(84);
    }

    @Test
    void anEdgeThatStopsWaitsForRequestsWithoutAFinalResponseOnly() {
        EdgeHarness edge = edge(EdgeConfig.Limits.defaults());
        edge.udp(ALICE, register(Map.of()));
        assertThat(edge.edge.activeTransactions()).isEqualTo(1);
        assertThat(edge.edge.unansweredRequests()).isZero();
        edge.overlay.hold();
        edge.udp(ALICE, numbered("MESSAGE", "sip:user1@example.org", 1));
        assertThat(edge.edge.unansweredRequests()).isEqualTo(1);
        edge.release();
        assertThat(edge.edge.unansweredRequests()).isZero();
    }

    @Test
    void answeredCallsMakeRoomForNewOnes() {
        EdgeHarness edge = edge(new EdgeConfig.Limits(16, 100, 10, 10, 10, 10));
        for (int i = 1; i <= 50; i++) {
            assertThat(answered(edge, i).status()).isEqualTo(200);
        }
        assertThat(edge.edge.activeTransactions()).isLessThanOrEqualTo(17);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_TRANSACTIONS)).isZero();
        edge.pass(Duration.ofSeconds(40));
        assertThat(edge.edge.activeTransactions()).isZero();
    }

    @Test
    void questionsBeyondTheLimitAreNotAsked() {
        EdgeHarness edge = edge(new EdgeConfig.Limits(100, 10, 10, 10, 2, 10));
        edge.overlay.hold();
        for (int i = 1; i <= 3; i++) {
            edge.udp(ALICE, numbered("MESSAGE", "sip:user" + i + "@example.org", i));
        }
        assertThat(edge.onlyResponse().status()).isEqualTo(503);
        assertThat(edge.overlay.asked()).hasSize(2);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_PENDING)).isEqualTo(1);
    }

    @Test
    void drainingEdgeRefusesNewRequestsAndServesDialogs() {
        EdgeHarness edge = edge(EdgeConfig.Limits.defaults());
        SipMessage ok = answered(edge, 1);
        edge.edge.drain();
        edge.udp(ALICE, numbered("INVITE", "sip:bob@example.org", 2));
        assertThat(edge.onlyResponse().status()).isEqualTo(503);
        edge.udp(ALICE, request("OPTIONS", "sip:example.org", ALICE, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(503);
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("BYE");
    }

    @Test
    void oldestCallGivesItsPlaceAndIsRecordedAsUnseen() {
        EdgeHarness edge = edge(new EdgeConfig.Limits(1000, 2, 10, 10, 10, 10));
        for (int i = 1; i <= 3; i++) {
            answered(edge, i);
        }
        assertThat(edge.calls).hasSize(1);
        assertThat(edge.calls.getFirst().callId()).isEqualTo("call-1");
        assertThat(edge.calls.getFirst().end()).isEqualTo(CallRecord.End.UNSEEN);
        assertThat(edge.calls.getFirst().durationNanos()).isEqualTo(-1);

        edge.edge.stop(edge.now());
        edge.udp(ALICE, "\r\n\r\n");
        assertThat(edge.calls).extracting(CallRecord::callId).containsExactly("call-1", "call-2", "call-3");
    }

    @Test
    void failedCallIsRecordedOnceWithItsTimes() {
        EdgeHarness edge = edge(EdgeConfig.Limits.defaults());
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.pass(Duration.ofMillis(300));
        edge.udp(BOB, response(forwarded, 486, "bob"));
        edge.udp(ALICE, invite());
        edge.udp(BOB, response(forwarded, 486, "bob"));

        assertThat(edge.calls).hasSize(1);
        CallRecord call = edge.calls.getFirst();
        assertThat(call.end()).isEqualTo(CallRecord.End.NOT_ANSWERED);
        assertThat(call.status()).isEqualTo(486);
        assertThat(call.from()).isEqualTo("sip:alice@example.org");
        assertThat(call.to()).isEqualTo("sip:bob@example.org");
        assertThat(call.setupNanos()).isEqualTo(Duration.ofMillis(300).toNanos());
        assertThat(call.durationNanos()).isEqualTo(-1);
    }

    @Test
    void retransmittedInviteIsAbsorbed() {
        EdgeHarness edge = edge(EdgeConfig.Limits.defaults());
        edge.udp(ALICE, invite()).sent();
        edge.udp(ALICE, invite());
        assertThat(edge.sent()).extracting(one -> one.message().status()).containsExactly(100);
        assertThat(edge.edge.counters().get(EdgeCounter.RETRANSMISSIONS_ABSORBED))
                .isEqualTo(1);
    }

    @Test
    void tcpContactIsReachedByTcpAndAUdpCallerIsAnsweredByUdp() {
        EdgeHarness edge = edge(EdgeConfig.Limits.defaults());
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB + ";transport=tcp"));
        edge.udp(ALICE, invite());
        EdgeHarness.Sent forwarded = edge.requests().getFirst();
        assertThat(forwarded.transport()).isEqualTo(Transport.TCP);
        assertThat(forwarded.message().topVia().transport()).isEqualTo("TCP");
        edge.pass(Duration.ofSeconds(3));
        assertThat(edge.requests())
                .as("no retransmission over a reliable transport")
                .isEmpty();
        edge.udp(BOB, response(forwarded.message(), 180, "bob"));
        assertThat(edge.onlySent().transport()).isEqualTo(Transport.UDP);
    }
}
