package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Service;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

@ExtendWith(SharedNode.class)
class BadInputTest {
    private static final User MALLORY = User.named("mallory");
    private static final User VICTIM = User.named("victim");
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration COUNT_LIMIT = Duration.ofSeconds(5);

    /** Who has guessed so often waits at least {@link #SLOW} for an answer. */
    private static final int GUESSES = 20;

    private static final Duration SLOW = Duration.ofMillis(400);

    private SipProbe probe;

    @BeforeAll
    static void enroll(Node node) {
        node.enroll(List.of(MALLORY, VICTIM));
    }

    @BeforeEach
    void open(Node node) {
        probe = new SipProbe(node.sip());
    }

    @AfterEach
    void everyServiceIsStillReady(Node node) {
        probe.close();
        assertThat(node.services().values()).allMatch(Service::ready);
    }

    @Test
    void aRequestWithANegativeContentLengthIsAnswered400AndCounted(Node node) {
        double before = malformed(node);
        probe.send(
                """
                OPTIONS sip:%s SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKbroken;rport
                Max-Forwards: 70
                From: <sip:mallory@example.org>;tag=1
                To: <sip:example.org>
                Call-ID: negative-length
                CSeq: 1 OPTIONS
                Content-Length: -999

                """
                        .formatted(Node.DOMAIN, probe.localPort())
                        .replace("\n", "\r\n"));
        SipResponse response = probe.await(answer -> answer.status() >= 200, ANSWER_LIMIT);
        assertThat(response.status()).isEqualTo(400);
        awaitCounted(node, before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no SIP at all\r\n\r\n",
                "INVITE\r\n\r\n",
                "SIP/2.0 999999 What\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void whatIsNoSipMessageIsDroppedAndCounted(String raw, Node node) {
        double before = malformed(node);
        probe.send(raw);
        awaitCounted(node, before);
        Optional<SipResponse> answer = probe.receive(any -> true, Duration.ofMillis(200));
        assertThat(answer).isEmpty();
    }

    @Test
    void aCallToAnUnknownUserIsAnswered404() {
        String nobody = "sip:nobody-of-that-name@" + Node.DOMAIN;
        SipRequest invite = SipRequest.of("INVITE", nobody, MALLORY.aor(), nobody)
                .with("Contact: <sip:mallory@127.0.0.1:" + probe.localPort() + ">");
        assertThat(probe.authenticated(invite, MALLORY.name(), MALLORY.password())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aWrongPasswordIsChallengedAgain() {
        Answered refused = probe.authenticated(register(MALLORY.aor()), MALLORY.name(), "wrong");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.response().headers("WWW-Authenticate")).isNotEmpty();
        assertThat(probe.authenticated(register(MALLORY.aor()), MALLORY.name(), MALLORY.password())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoGoesOnGuessingAPasswordIsSlowedDown(Node node) {
        User guessed = User.named("guessed");
        node.enroll(List.of(guessed));
        List<Duration> waits = new ArrayList<>();
        while (waits.size() < GUESSES && waits.stream().noneMatch(wait -> wait.compareTo(SLOW) > 0)) {
            Answered refused = probe.authenticated(register(guessed.aor()), guessed.name(), "guess " + waits.size());
            assertThat(refused.status()).isEqualTo(401);
            waits.add(refused.took());
        }
        assertThat(waits.getFirst()).as("one wrong password is a slip").isLessThan(SLOW);
        assertThat(waits.getLast()).as("answers took " + waits).isGreaterThan(SLOW);
    }

    @Test
    void aCallWithoutCredentialsInTheNameOfAUserIsChallenged() {
        SipRequest invite = SipRequest.of("INVITE", VICTIM.aor(), MALLORY.aor(), VICTIM.aor())
                .with("Contact: <sip:mallory@127.0.0.1:" + probe.localPort() + ">");
        Answered challenged = probe.transact(invite);
        assertThat(challenged.status()).isEqualTo(407);
        assertThat(challenged.response().headers("Proxy-Authenticate")).isNotEmpty();
    }

    @Test
    void aUserWhoRegistersAnothersAorIsRefused(Node node) {
        Answered refused = probe.authenticated(register(VICTIM.aor()), MALLORY.name(), MALLORY.password());
        assertThat(refused.status()).isEqualTo(403);
        node.run("get", VICTIM.aor()).endedWith(Node.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "sip:example.org", "mailto:alice@example.org", "sip:alice@exam ple.org"})
    void aUriThatIsNoAorIsNamedOnTheCommandLine(String uri, Node node) {
        Finished refused = node.run("get", uri);
        assertThat(refused.exitCode()).isNotIn(0, Node.NOT_FOUND);
        assertThat(refused.errors()).contains(uri);
    }

    private SipRequest register(String aor) {
        return SipRequest.register(aor)
                .with("Contact: <sip:mallory@127.0.0.1:" + probe.localPort() + ">")
                .with("Expires: 300");
    }

    private static double malformed(Node node) {
        return node.edgeMetrics().sumOfCounters(name -> name.contains("malformed"));
    }

    private static void awaitCounted(Node node, double before) {
        Await.until("one more malformed message in the metrics", COUNT_LIMIT, () -> malformed(node) > before);
    }
}
