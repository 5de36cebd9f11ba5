package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Who has to prove who he is, and what happens when he cannot. */
class DigestTest {
    private static final DigestAlgorithm SHA_256 = DigestAlgorithm.SHA_256;

    private final EdgeHarness edge = EdgeHarness.withDigest();
    private final Phone alice = new Phone("alice", "secret");
    private int sequence;

    @BeforeEach
    void usersAreEnrolled() {
        for (String user : List.of("alice", "bob")) {
            edge.overlay.enroll(
                    aor(user),
                    Map.of(
                            "SHA-256", Ha1.of(SHA_256, user, EdgeHarness.DOMAIN, "secret"),
                            "MD5", Ha1.of(DigestAlgorithm.MD5, user, EdgeHarness.DOMAIN, "secret")));
        }
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
    }

    private Map<String, String> next(String method, String... more) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("CSeq", sequence + " " + method);
        headers.put("Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-" + sequence);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private String freshNonce() {
        edge.udp(ALICE, register(next("REGISTER")));
        return Phone.nonce(edge.onlyResponse());
    }

    private SipMessage registerWith(String credentials, String... more) {
        Map<String, String> headers = next("REGISTER", more);
        headers.put("Authorization", credentials);
        edge.udp(ALICE, register(headers));
        return edge.onlyResponse();
    }

    private String answer(Phone phone, String nonce, int count) {
        return phone.answer(SHA_256, "REGISTER", "sip:example.org", nonce, count);
    }

    @Test
    void registerIsChallengedWithBothAlgorithmsTheStrongerFirst() {
        edge.udp(ALICE, register(Map.of()));
        SipMessage challenge = edge.onlyResponse();
        assertThat(challenge.status()).isEqualTo(401);
        List<String> values = challenge.values(Header.WWW_AUTHENTICATE);
        assertThat(values).hasSize(2);
        assertThat(values.get(0)).contains("realm=\"example.org\"", "algorithm=SHA-256", "qop=\"auth\"");
        assertThat(values.get(1)).contains("algorithm=MD5");
        assertThat(edge.edge.activeTransactions())
                .as("a challenge costs no memory")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHA_256", "MD5"})
    void rightPasswordRegistersAndIsToldToTheStore(DigestAlgorithm algorithm) {
        SipMessage ok = registerWith(alice.answer(algorithm, "REGISTER", "sip:example.org", freshNonce(), 1));
        assertThat(ok.status()).isEqualTo(200);
        EdgeCommand.StoreBindings stored =
                edge.overlay.asked(EdgeCommand.StoreBindings.class).getFirst();
        assertThat(stored.authenticatedUser()).isEqualTo("alice@example.org");
        assertThat(stored.algorithm()).isEqualTo(algorithm.token());
    }

    @Test
    void credentialsAreFetchedOnceForSeveralRequests() {
        String nonce = freshNonce();
        registerWith(answer(alice, nonce, 1));
        registerWith(answer(alice, nonce, 2));
        assertThat(edge.overlay.asked(EdgeCommand.FetchCredentials.class)).hasSize(1);
        edge.pass(Duration.ofSeconds(6));
        registerWith(answer(alice, nonce, 3));
        assertThat(edge.overlay.asked(EdgeCommand.FetchCredentials.class)).hasSize(2);
    }

    @Test
    void credentialsAreForgottenWhenTheUserChangesNotWhenItsBindingsDo() {
        String nonce = freshNonce();
        registerWith(answer(alice, nonce, 1));
        edge.edge.routeSetChanged(aor("alice"));
        registerWith(answer(alice, nonce, 2));
        assertThat(edge.overlay.asked(EdgeCommand.FetchCredentials.class)).hasSize(1);
        edge.edge.credentialsChanged(aor("alice"));
        registerWith(answer(alice, nonce, 3));
        assertThat(edge.overlay.asked(EdgeCommand.FetchCredentials.class)).hasSize(2);
    }

    @Test
    void onlyAlgorithmsThatAreOfferedAreTaken() {
        assertThat(registerWith(alice.answer(
                                DigestAlgorithm.SHA_512_256, "REGISTER", "sip:example.org", freshNonce(), 1))
                        .status())
                .isEqualTo(401);
        assertThat(edge.overlay.asked(EdgeCommand.FetchCredentials.class)).isEmpty();
    }

    @Test
    void wrongPasswordAndUnknownUserLookTheSame() {
        SipMessage wrong = registerWith(answer(new Phone("alice", "guess"), freshNonce(), 1));
        SipMessage unknown = registerWith(answer(new Phone("mallory", "guess"), freshNonce(), 1));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(Phone.isStale(wrong)).isFalse();
        assertThat(Phone.isStale(unknown)).isFalse();
        assertThat(edge.edge.counters().get(EdgeCounter.AUTH_FAILURES)).isEqualTo(2);
    }

    @Test
    void replayIsChallengedAsStaleAndDoesNothing() {
        String credentials = answer(alice, freshNonce(), 1);
        assertThat(registerWith(credentials).status()).isEqualTo(200);
        SipMessage replay = registerWith(credentials);
        assertThat(replay.status()).isEqualTo(401);
        assertThat(Phone.isStale(replay)).isTrue();
        assertThat(edge.overlay.asked(EdgeCommand.StoreBindings.class)).hasSize(1);
    }

    @Test
    void oldNonceIsStale() {
        String nonce = freshNonce();
        edge.pass(Duration.ofSeconds(301));
        SipMessage stale = registerWith(answer(alice, nonce, 1));
        assertThat(stale.status()).isEqualTo(401);
        assertThat(Phone.isStale(stale)).isTrue();
        assertThat(registerWith(answer(alice, Phone.nonce(stale), 1)).status()).isEqualTo(200);
    }

    @Test
    void nonceThatWasNotIssuedHereIsChallengedWithoutAskingTheOverlay() {
        assertThat(registerWith(answer(alice, "made-up", 1)).status()).isEqualTo(401);
        assertThat(edge.overlay.asked()).isEmpty();
    }

    @Test
    void otherSchemesAreChallengedAndBrokenCredentialsAre400() {
        assertThat(registerWith("Bearer abc").status()).isEqualTo(401);
        assertThat(registerWith("Digest username=\"alice").status()).isEqualTo(400);
    }

    @Test
    void registeringSomebodyElseIsForbidden() {
        SipMessage refused = registerWith(answer(alice, freshNonce(), 1), "To", "<sip:bob@example.org>");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(edge.overlay.asked(EdgeCommand.StoreBindings.class)).isEmpty();
    }

    @Test
    void guessingIsSlowedDownAndARightPasswordThenWaitsToo() {
        for (int i = 0; i < 5; i++) {
            registerWith(answer(new Phone("alice", "guess" + i), freshNonce(), 1));
        }
        String nonce = freshNonce();
        Map<String, String> headers = next("REGISTER", "Authorization", answer(alice, nonce, 1));
        edge.udp(ALICE, register(headers));
        assertThat(edge.sent()).isEmpty();
        assertThat(registerWith(answer(alice, nonce, 2)).status())
                .as("a second one meanwhile")
                .isEqualTo(503);
        edge.pass(Duration.ofMillis(999));
        assertThat(edge.sent()).isEmpty();
        edge.pass(Duration.ofMillis(1));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
        assertThat(registerWith(answer(alice, freshNonce(), 1)).status())
                .as("after a success")
                .isEqualTo(200);
    }

    @Test
    void guessesFromElsewhereDoNotSlowAUserDown() {
        for (int i = 0; i < 9; i++) {
            edge.udp(
                    BOB, register(next("REGISTER", "Authorization", answer(new Phone("alice", "x"), freshNonce(), 1))));
            edge.pass(Duration.ofSeconds(4)).sent();
        }
        assertThat(registerWith(answer(alice, freshNonce(), 1)).status()).isEqualTo(200);
    }

    @Test
    void unavailableOverlayIsA503NotAChallenge() {
        String nonce = freshNonce();
        edge.overlay.setDown(true);
        assertThat(registerWith(answer(alice, nonce, 1)).status()).isEqualTo(503);
        edge.overlay.setDown(false);
        assertThat(registerWith(answer(alice, nonce, 2)).status()).isEqualTo(200);
    }

    private String invite(String uri, String... more) {
        return request("INVITE", uri, ALICE, next("INVITE", more));
    }

    private String credentials(String uri) {
        edge.udp(ALICE, invite(uri));
        SipMessage challenge = edge.onlyResponse();
        assertThat(challenge.status()).isEqualTo(407);
        return alice.answer(SHA_256, "INVITE", uri, Phone.nonce(challenge), 1);
    }

    @Test
    void callOfAnOwnUserIsChallengedThenForwardedWithoutItsCredentials() {
        String foreign = "Digest username=\"a\", realm=\"other.example\", nonce=\"n\", uri=\"sip:x\", response=\""
                + "0".repeat(32) + "\"";
        String both = credentials("sip:bob@example.org") + "\nProxy-Authorization: " + foreign;
        edge.udp(ALICE, invite("sip:bob@example.org", "Proxy-Authorization", both));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.toText()).isEqualTo(BOB);
        assertThat(forwarded.message().values(Header.PROXY_AUTHORIZATION)).containsExactly(foreign);
    }

    @Test
    void callerWhoClaimsToBeSomebodyElseIsForbidden() {
        String proof = credentials("sip:bob@example.org");
        edge.udp(
                ALICE,
                invite("sip:bob@example.org", "Proxy-Authorization", proof, "From", "<sip:bob@example.org>;tag=1"));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void foreignTargetNeedsAnAuthenticatedUser() {
        edge.udp(ALICE, invite("sip:carol@198.51.100.9", "From", "<sip:mallory@elsewhere.example>;tag=1"));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);

        String proof = credentials("sip:carol@198.51.100.9");
        edge.udp(ALICE, invite("sip:carol@198.51.100.9", "Proxy-Authorization", proof));
        assertThat(edge.onlySent().toText()).isEqualTo("198.51.100.9:5060");
    }

    @Test
    void foreignCallerReachesOwnUsersWithoutProof() {
        edge.udp(ALICE, invite("sip:bob@example.org", "From", "<sip:carol@elsewhere.example>;tag=1"));
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
    }

    @Test
    void requestsInsideTheDialogAreNotChallenged() {
        String proof = credentials("sip:bob@example.org");
        edge.udp(ALICE, invite("sip:bob@example.org", "Proxy-Authorization", proof));
        SipMessage forwarded = edge.onlySent().message();
        edge.udp(BOB, response(forwarded, 200, "bob", "Contact: <sip:bob@" + BOB + ">"));
        SipMessage ok = edge.onlyResponse();
        edge.udp(ALICE, inDialog("ACK", 1, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("ACK");
        edge.udp(ALICE, inDialog("BYE", 2, ok, Map.of()));
        assertThat(edge.onlySent().message().method()).isEqualTo("BYE");
        assertThat(edge.calls.getFirst().authenticatedUser()).isEqualTo("alice@example.org");
    }

    @Test
    void enrolledUserWithoutBindingsIsA480AndAnUnknownOneA404() {
        edge.overlay.clear(aor("bob"));
        edge.udp(BOB, invite("sip:bob@example.org", "From", "<sip:carol@elsewhere.example>;tag=1"));
        assertThat(edge.onlyResponse().status()).isEqualTo(480);
        edge.udp(BOB, invite("sip:nobody@example.org", "From", "<sip:carol@elsewhere.example>;tag=1"));
        assertThat(edge.onlyResponse().status()).isEqualTo(404);
    }

    @Test
    void cancelWhileCredentialsAreFetchedIsA487() {
        String proof = credentials("sip:bob@example.org");
        edge.overlay.hold();
        String invite = invite("sip:bob@example.org", "Proxy-Authorization", proof);
        edge.udp(ALICE, invite).sent();
        edge.udp(ALICE, cancelOf(invite));
        assertThat(edge.sent()).extracting(one -> one.message().status()).containsExactly(200, 487);
        edge.release();
        assertThat(edge.sent()).isEmpty();
    }
}
