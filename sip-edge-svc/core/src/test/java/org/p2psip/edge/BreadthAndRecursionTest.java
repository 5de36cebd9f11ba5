package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.proxy.ProxyConfig;

/** Max-Breadth (RFC 5393 section 5), 100 to other methods (RFC 4320 4.1), and 3xx that are followed (RFC 3261 16.7). */
class BreadthAndRecursionTest {
    private static final String MOBILE = "198.51.100.3:5066";

    private final TestConfig config = new TestConfig();
    private EdgeHarness edge = config.start();

    private void twoPhones() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + MOBILE));
    }

    private static List<String> breadths(List<Sent> sent) {
        return sent.stream()
                .map(one -> one.message().header(Header.MAX_BREADTH))
                .toList();
    }

    @ParameterizedTest(name = "Max-Breadth {0} -> {1}")
    @CsvSource({"'', 30 30", "60, 30 30", "5, 3 2", "2, 1 1", "1000, 30 30", "99999999, 30 30"})
    void breadthIsSharedByTheBranchesOfAFork(String incoming, String outgoing) {
        twoPhones();
        edge.udp(ALICE, invite(Map.of("Max-Breadth", incoming)));
        assertThat(String.join(" ", breadths(edge.requests()))).isEqualTo(outgoing);
    }

    @Test
    void singleTargetGetsAllOfIt() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, request("MESSAGE", "sip:bob@example.org", ALICE, Map.of("Max-Breadth", "7")));
        assertThat(breadths(edge.requests())).containsExactly("7");
    }

    @Test
    void forkThatIsTooBroadIsTriedOneAfterTheOther() {
        twoPhones();
        edge.udp(ALICE, invite(Map.of("Max-Breadth", "1")));
        Sent first = edge.onlySent();
        assertThat(breadths(List.of(first))).containsExactly("1");
        edge.udp(first.toText(), response(first.message(), 486, "one"));
        Sent second = edge.requests().getLast();
        assertThat(second.toText()).isNotEqualTo(first.toText());
        assertThat(breadths(List.of(second))).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({"0, 440", "x, 400", "-1, 400", "1 2, 400", "12345678901, 400"})
    void breadthThatAllowsNothingIsRefused(String incoming, int status) {
        twoPhones();
        edge.udp(ALICE, invite(Map.of("Max-Breadth", incoming)));
        assertThat(edge.onlyResponse().status()).isEqualTo(status);
    }

    @Test
    void tryingIsSentToOtherMethodsAfterThreeAndAHalfSecondsAndOnce() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, request("MESSAGE", "sip:bob@example.org", ALICE, Map.of()));
        Sent message = edge.onlySent();
        edge.pass(Duration.ofMillis(3_499));
        assertThat(edge.sent()).allMatch(sent -> sent.message().isRequest());
        edge.pass(Duration.ofMillis(1));
        assertThat(edge.sent().stream().filter(sent -> !sent.message().isRequest()))
                .extracting(sent -> sent.message().status())
                .containsExactly(100);
        edge.pass(Duration.ofSeconds(8));
        assertThat(edge.sent()).allMatch(sent -> sent.message().isRequest());
        edge.udp(BOB, response(message.message(), 200, "bob"));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void tryingIsNotSentBehindAFinalResponse() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, request("MESSAGE", "sip:bob@example.org", ALICE, Map.of()));
        edge.udp(BOB, response(edge.onlySent().message(), 200, "bob"));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
        edge.pass(Duration.ofSeconds(10));
        assertThat(edge.sent()).isEmpty();
    }

    private SipMessage redirected(String... contacts) {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.onlySent().message();
        edge.udp(BOB, response(forwarded, 302, "bob", "Contact: " + String.join(", ", contacts)));
        return forwarded;
    }

    private void recursing() {
        config.proxy = new ProxyConfig(true, Optional.empty());
        edge = config.start();
    }

    @Test
    void redirectionIsForwardedUnlessItIsToBeFollowed() {
        redirected("<sip:bob@" + MOBILE + ">");
        assertThat(edge.sent().getLast().message().status()).isEqualTo(302);
    }

    @Test
    void redirectionIsFollowedByPreference() {
        recursing();
        redirected("<sip:mail@198.51.100.9>;q=0.1", "<sip:bob@" + MOBILE + "?Subject=x>;q=0.8");
        List<Sent> followed = edge.requests();
        assertThat(followed).extracting(sent -> sent.message().method()).containsExactly("ACK", "INVITE");
        Sent mobile = followed.get(1);
        assertThat(mobile.toText()).isEqualTo(MOBILE);
        assertThat(mobile.message().requestUri()).isEqualTo("sip:bob@" + MOBILE);
        edge.udp(MOBILE, response(mobile.message(), 486, "mobile"));
        Sent mail = edge.requests().getLast();
        assertThat(mail.toText()).isEqualTo("198.51.100.9:5060");
        edge.udp("198.51.100.9:5060", response(mail.message(), 200, "mail"));
        assertThat(edge.onlyResponse().to().tag()).isEqualTo("mail");
    }

    @Test
    void redirectionToAUserOfOursLeadsToHisContacts() {
        recursing();
        edge.overlay.put(aor("carol"), binding("sip:carol@" + MOBILE));
        redirected("<sip:carol@example.org>");
        assertThat(edge.requests().getLast().toText()).isEqualTo(MOBILE);
    }

    @Test
    void redirectionInACircleEnds() {
        recursing();
        redirected("<sip:bob@" + BOB + ">", "<sip:bob@example.org>");
        assertThat(edge.sent().getLast().message().status()).isEqualTo(480);
    }

    @Test
    void redirectionToWhatIsNoSipUriIsForwarded() {
        recursing();
        redirected("<mailto:bob@example.org>");
        assertThat(edge.sent().getLast().message().status()).isEqualTo(302);
    }

    @Test
    void strangerIsNotTakenOutOfTheDomainByARedirection() {
        config.auth = EdgeConfig.Auth.DIGEST;
        recursing();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, invite(Map.of("From", "<sip:mallory@elsewhere.example>;tag=m")));
        SipMessage forwarded = edge.onlySent().message();
        edge.udp(BOB, response(forwarded, 302, "bob", "Contact: <sip:premium@198.51.100.77>"));
        List<Sent> sent = edge.sent();
        assertThat(sent.getLast().message().status()).isEqualTo(302);
        assertThat(sent).noneMatch(one -> "198.51.100.77:5060".equals(one.toText()));
    }

    @Test
    void redirectionOfACallThatWasCancelledIsNotFollowed() {
        recursing();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, invite());
        SipMessage forwarded = edge.onlySent().message();
        edge.udp(BOB, response(forwarded, 180, "bob"));
        edge.udp(ALICE, cancelOf(invite()));
        edge.sent();
        edge.udp(BOB, response(forwarded, 302, "bob", "Contact: <sip:bob@" + MOBILE + ">"));
        assertThat(edge.sent()).noneMatch(one -> MOBILE.equals(one.toText()));
    }
}
