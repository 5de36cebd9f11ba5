package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.CallRecord.End;
import org.p2psip.edge.message.SipMessage;

/** One record for each call attempt, and what it says. */
class CallRecordTest {
    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    @BeforeEach
    void bobIsRegistered() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
    }

    private SipMessage answered(Map<String, String> headers) {
        edge.udp(ALICE, invite(headers));
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 200, "bob", "Contact: <sip:bob@" + BOB + ">"));
        return edge.onlyResponse();
    }

    private CallRecord onlyRecord() {
        assertThat(edge.calls).hasSize(1);
        return edge.calls.getFirst();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 486, 603})
    void refusedCallIsOneRecord(int status) {
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.pass(Duration.ofMillis(300));
        edge.udp(BOB, response(forwarded, status, "bob"));
        CallRecord record = onlyRecord();
        assertThat(record.status()).isEqualTo(status);
        assertThat(record.end()).isEqualTo(End.NOT_ANSWERED);
        assertThat(record.setupNanos()).isEqualTo(Duration.ofMillis(300).toNanos());
        assertThat(record.durationNanos()).isEqualTo(-1);
    }

    @Test
    void cancelledCallIsOneRecord() {
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.requests().getFirst().message();
        edge.udp(BOB, response(forwarded, 180, "bob"));
        edge.udp(ALICE, cancelOf(invite()));
        edge.udp(BOB, response(forwarded, 487, "bob"));
        assertThat(onlyRecord().status()).isEqualTo(487);
    }

    @Test
    void redirectedCallIsOneRecord() {
        edge.overlay.put(new Aor("bob", "redirect.example.org"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, request("INVITE", "sip:bob@redirect.example.org", ALICE, Map.of()));
        assertThat(onlyRecord().status()).isEqualTo(302);
        assertThat(onlyRecord().to()).isEqualTo("sip:bob@redirect.example.org");
    }

    @Test
    void challengeIsNoAttempt() {
        EdgeHarness digest = EdgeHarness.withDigest();
        digest.udp(ALICE, invite());
        assertThat(digest.onlyResponse().status()).isEqualTo(407);
        assertThat(digest.calls).isEmpty();
    }

    @Test
    void sessionThatIsNotRefreshedEndsItsRecord() {
        answered(Map.of("Session-Expires", "600;refresher=uac"));
        edge.pass(Duration.ofSeconds(600));
        assertThat(edge.calls).isEmpty();
        edge.pass(Duration.ofSeconds(63));
        CallRecord record = onlyRecord();
        assertThat(record.end()).isEqualTo(End.EXPIRED);
        assertThat(record.status()).isEqualTo(200);
        assertThat(record.durationNanos()).as("nobody knows when it ended").isEqualTo(-1);
        assertThat(edge.edge.activeCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void refreshedSessionGoesOnToItsBye(String method) {
        SipMessage ok = answered(Map.of("Session-Expires", "600"));
        for (int i = 2; i < 6; i++) {
            edge.pass(Duration.ofSeconds(300));
            edge.udp(ALICE, inDialog(method, i, ok, Map.of("Session-Expires", "600")));
            edge.udp(BOB, response(edge.requests().getFirst().message(), 200, "bob"));
        }
        edge.pass(Duration.ofSeconds(300));
        edge.udp(ALICE, inDialog("BYE", 9, ok, Map.of()));
        CallRecord record = onlyRecord();
        assertThat(record.end()).isEqualTo(End.BYE);
        assertThat(record.durationNanos()).isEqualTo(Duration.ofSeconds(1500).toNanos());
    }

    @Test
    void callWithoutASessionTimerIsGivenUpAfterADay() {
        answered(Map.of());
        edge.pass(Duration.ofHours(23));
        assertThat(edge.calls).isEmpty();
        edge.pass(Duration.ofHours(2));
        assertThat(onlyRecord().end()).isEqualTo(End.EXPIRED);
    }
}
