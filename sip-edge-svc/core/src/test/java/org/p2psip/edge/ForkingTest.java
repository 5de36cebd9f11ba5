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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Several contacts: parallel and serial forking, the best response, CANCEL, time-outs. */
class ForkingTest {
    private static final String DESK = "198.51.100.2:5064";
    private static final String MOBILE = "198.51.100.3:5066";

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    private void register(int deskQ, int mobileQ) {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + DESK, deskQ));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + MOBILE, mobileQ));
    }

    private List<Sent> call() {
        edge.udp(ALICE, invite());
        return edge.requests();
    }

    private static SipMessage to(String phone, List<Sent> sent) {
        return sent.stream()
                .filter(one -> phone.equals(one.toText()))
                .findFirst()
                .orElseThrow()
                .message();
    }

    @Test
    void contactsOfEqualPreferenceRingTogetherAndTheOthersAreCancelledOnAnswer() {
        register(1000, 1000);
        List<Sent> forked = call();
        assertThat(forked).extracting(Sent::toText).containsExactlyInAnyOrder(DESK, MOBILE);
        assertThat(forked.get(0).message().topVia().branch())
                .isNotEqualTo(forked.get(1).message().topVia().branch());
        edge.udp(DESK, response(to(DESK, forked), 180, "desk"));
        edge.udp(MOBILE, response(to(MOBILE, forked), 180, "mobile"));
        assertThat(edge.sent()).extracting(one -> one.message().status()).containsExactly(180, 180);

        edge.udp(DESK, response(to(DESK, forked), 200, "desk"));
        List<Sent> sent = edge.sent();
        assertThat(sent.get(0).message().status()).isEqualTo(200);
        assertThat(sent.get(1).message().method()).isEqualTo("CANCEL");
        assertThat(sent.get(1).toText()).isEqualTo(MOBILE);

        edge.udp(MOBILE, response(sent.get(1).message(), 200, null));
        edge.udp(MOBILE, response(to(MOBILE, forked), 487, "mobile"));
        assertThat(edge.onlySent().message().method()).isEqualTo("ACK");
    }

    @Test
    void secondAnswerThatCrossedTheCancelIsForwardedToo() {
        register(1000, 1000);
        List<Sent> forked = call();
        edge.udp(DESK, response(to(DESK, forked), 200, "desk"));
        edge.udp(MOBILE, response(to(MOBILE, forked), 200, "mobile"));
        assertThat(edge.sent()).extracting(one -> one.message().to().tag()).containsExactly("desk", "mobile");

        edge.pass(Duration.ofSeconds(1)).udp(DESK, response(to(DESK, forked), 200, "desk"));
        assertThat(edge.onlyResponse().to().tag()).isEqualTo("desk");
    }

    @Test
    void contactsAreTriedByDescendingPreference() {
        register(200, 900);
        List<Sent> first = call();
        assertThat(first).extracting(Sent::toText).containsExactly(MOBILE);
        edge.udp(MOBILE, response(first.getFirst().message(), 486, "mobile"));
        List<Sent> second = edge.requests();
        assertThat(second).extracting(one -> one.message().method()).containsExactly("ACK", "INVITE");
        assertThat(second.get(1).toText()).isEqualTo(DESK);
        edge.udp(DESK, response(second.get(1).message(), 200, "desk"));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void declineEverywhereEndsTheSearch() {
        register(200, 900);
        edge.udp(MOBILE, response(call().getFirst().message(), 603, "mobile"));
        List<Sent> sent = edge.sent();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).message().method()).isEqualTo("ACK");
        assertThat(sent.get(1).message().status()).isEqualTo(603);
    }

    @ParameterizedTest(name = "{0} and {1} -> {2}")
    @CsvSource({
        "486, 603, 603",
        "603, 404, 603",
        "486, 302, 302",
        "500, 404, 404",
        "404, 401, 401",
        "486, 484, 484",
        "408, 486, 486",
        "503, 404, 404",
        "503, 503, 500",
        "503, 500, 500",
        "502, 503, 502",
    })
    void bestResponseIsForwarded(int desk, int mobile, int forwarded) {
        register(1000, 1000);
        List<Sent> forked = call();
        edge.udp(DESK, response(to(DESK, forked), desk, "desk"));
        edge.sent();
        edge.udp(MOBILE, response(to(MOBILE, forked), mobile, "mobile"));
        List<SipMessage> responses = edge.sent().stream()
                .map(Sent::message)
                .filter(message -> !message.isRequest())
                .toList();
        assertThat(responses).extracting(SipMessage::status).containsExactly(forwarded);
    }

    @Test
    void challengesOfAllBranchesAreForwardedTogether() {
        register(1000, 1000);
        List<Sent> forked = call();
        edge.udp(DESK, response(to(DESK, forked), 401, "desk", "WWW-Authenticate: Digest realm=\"d\", nonce=\"1\""));
        edge.udp(
                MOBILE,
                response(to(MOBILE, forked), 407, "mobile", "Proxy-Authenticate: Digest realm=\"m\", nonce=\"2\""));
        SipMessage challenge = edge.sent().getLast().message();
        assertThat(challenge.status()).isEqualTo(401);
        assertThat(challenge.values(Header.WWW_AUTHENTICATE)).containsExactly("Digest realm=\"d\", nonce=\"1\"");
        assertThat(challenge.values(Header.PROXY_AUTHENTICATE)).containsExactly("Digest realm=\"m\", nonce=\"2\"");
    }

    @Test
    void cancelIsAnsweredAndGoesToEveryPhoneThatRings() {
        register(1000, 1000);
        List<Sent> forked = call();
        edge.udp(DESK, response(to(DESK, forked), 180, "desk"));
        edge.udp(MOBILE, response(to(MOBILE, forked), 180, "mobile"));
        edge.sent();

        edge.udp(ALICE, cancelOf(invite()));
        List<Sent> sent = edge.sent();
        assertThat(sent.get(0).message().status()).isEqualTo(200);
        assertThat(sent.get(0).message().cseq().method()).isEqualTo("CANCEL");
        assertThat(sent.subList(1, 3)).extracting(one -> one.message().method()).containsOnly("CANCEL");
        SipMessage cancel = to(DESK, sent);
        assertThat(cancel.topVia()).isEqualTo(to(DESK, forked).topVia());
        assertThat(cancel.vias()).hasSize(1);

        edge.udp(DESK, response(to(DESK, forked), 487, "desk"));
        assertThat(edge.onlySent().message().method()).isEqualTo("ACK");
        edge.udp(MOBILE, response(to(MOBILE, forked), 487, "mobile"));
        SipMessage terminated = edge.sent().getLast().message();
        assertThat(terminated.status()).isEqualTo(487);
        edge.udp(ALICE, ackOfRefusal(invite(), terminated));
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void cancelWaitsForAProvisionalResponse() {
        register(1000, 900);
        SipMessage forwarded = call().getFirst().message();
        edge.udp(ALICE, cancelOf(invite()));
        assertThat(edge.onlyResponse().cseq().method()).isEqualTo("CANCEL");
        edge.udp(DESK, response(forwarded, 100, null));
        assertThat(edge.onlySent().message().method()).isEqualTo("CANCEL");
        edge.udp(DESK, response(forwarded, 487, "desk"));
        List<Sent> sent = edge.sent();
        assertThat(sent).extracting(one -> one.message().isRequest()).containsExactly(true, false);
        assertThat(sent.get(1).message().status()).isEqualTo(487);
    }

    @Test
    void cancelDuringTheLookupIsAnswered487() {
        register(1000, 1000);
        edge.overlay.hold();
        edge.udp(ALICE, invite()).sent();
        edge.udp(ALICE, cancelOf(invite()));
        assertThat(edge.sent()).extracting(one -> one.message().status()).containsExactly(200, 487);
        edge.release();
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void cancelOfNothingIsAnswered481() {
        edge.udp(ALICE, cancelOf(invite()));
        assertThat(edge.onlyResponse().status()).isEqualTo(481);
    }

    @Test
    void phoneThatNeverAnswersAtAllIsA408() {
        register(1000, 900);
        call();
        edge.pass(Duration.ofSeconds(32));
        List<Sent> next = edge.requests();
        assertThat(next.getLast().toText()).isEqualTo(MOBILE);
        edge.pass(Duration.ofSeconds(32));
        assertThat(edge.sent().getLast().message().status()).isEqualTo(408);
    }

    @Test
    void phoneThatRingsTooLongIsCancelled() {
        register(1000, 1000);
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + DESK));
        SipMessage forwarded = call().getFirst().message();
        edge.udp(DESK, response(forwarded, 180, "desk"));
        edge.pass(Duration.ofSeconds(170)).udp(DESK, response(forwarded, 180, "desk"));
        edge.sent();
        edge.pass(Duration.ofSeconds(180));
        assertThat(edge.sent()).isEmpty();
        edge.pass(Duration.ofSeconds(1));
        assertThat(edge.requests()).extracting(one -> one.message().method()).containsExactly("CANCEL");

        edge.pass(Duration.ofSeconds(32));
        assertThat(edge.sent().getLast().message().status()).isEqualTo(487);
    }

    @Test
    void nonInviteThatTimesOutIsNotAnswered() {
        register(1000, 900);
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + DESK));
        edge.udp(ALICE, request("MESSAGE", "sip:bob@example.org", ALICE, Map.of("Contact", "")));
        edge.pass(Duration.ofSeconds(40));
        List<Sent> sent = edge.sent();
        assertThat(sent.stream().filter(one -> one.message().isRequest())).hasSize(11);
        assertThat(sent.stream().filter(one -> !one.message().isRequest()))
                .extracting(one -> one.message().status())
                .containsExactly(100);
        assertThat(edge.edge.activeTransactions()).isZero();
    }

    @Test
    void targetsBeyondTheLimitAreLeftOut() {
        List<String> phones = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            phones.add("203.0.113." + i + ":5060");
            edge.overlay.put(aor("bob"), binding("sip:bob@203.0.113." + i));
        }
        assertThat(call()).extracting(Sent::toText).hasSize(10).isSubsetOf(phones);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_BRANCHES)).isEqualTo(2);
    }

    @Test
    void everythingIsForgottenInTheEnd() {
        register(1000, 1000);
        List<Sent> forked = call();
        edge.udp(DESK, response(to(DESK, forked), 486, "desk"));
        edge.udp(MOBILE, response(to(MOBILE, forked), 486, "mobile"));
        edge.pass(Duration.ofSeconds(70));
        assertThat(edge.edge.activeTransactions()).isZero();
        assertThat(edge.edge.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }
}
