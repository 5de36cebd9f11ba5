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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.policy.IdentityConfig;

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
        edge.changed(aor("alice"));
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

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            registerWith(answer(new Phone("alice", "guess" + i), freshNonce(), 1));
        }
    }

    @Test
    void rightPasswordDoesNotWaitWhenTheLastGuessWasLongEnoughAgo() {
        guess(5);
        edge.pass(Duration.ofSeconds(1));
        assertThat(registerWith(answer(alice, freshNonce(), 1)).status()).isEqualTo(200);
    }

    @Test
    void phoneThatProvedItselfWithItsNonceDoesNotWaitForTheGuessesOfAnother() {
        String nonce = freshNonce();
        registerWith(answer(alice, nonce, 1));
        guess(5);
        assertThat(registerWith(answer(alice, nonce, 2)).status()).isEqualTo(200);
    }

    @Test
    void provenNonceOfOneUserIsNoHelpForGuessingAnother() {
        String nonce = freshNonce();
        edge.udp(
                ALICE,
                register(next(
                        "REGISTER",
                        "To",
                        "<sip:bob@example.org>",
                        "Authorization",
                        answer(new Phone("bob", "secret"), nonce, 1))));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
        guess(5);
        edge.udp(ALICE, register(next("REGISTER", "Authorization", answer(new Phone("alice", "x"), nonce, 2))));
        assertThat(edge.sent()).as("it waits").isEmpty();
    }

    @Test
    void guessesAtTheSameTimeAreCheckedOneByOne() {
        guess(5);
        edge.pass(Duration.ofSeconds(6));
        String nonce = freshNonce();
        edge.overlay.hold();
        for (int i = 1; i <= 20; i++) {
            edge.udp(ALICE, register(next("REGISTER", "Authorization", answer(new Phone("alice", "x"), nonce, i))));
        }
        assertThat(edge.overlay.asked(EdgeCommand.FetchCredentials.class))
                .as("asked again, as what was known is too old; by the first check, and by the one that waits later")
                .hasSize(2);
        assertThat(edge.sent()).hasSize(18).allMatch(sent -> sent.message().status() == 503);
    }

    @Test
    void oldPhonesAreOfferedMd5Alone() {
        edge.udp(ALICE, register(Map.of("User-Agent", "Old Phone 1.2")));
        assertThat(edge.onlyResponse().values(Header.WWW_AUTHENTICATE))
                .singleElement()
                .asString()
                .contains("algorithm=MD5");
    }

    @Test
    void phoneWithoutANameIsOneOfThoseThatTheOperatorNames() {
        TestConfig config = TestConfig.withDigest();
        config.digest = new DigestConfig(
                List.of(SHA_256, DigestAlgorithm.MD5), List.of(DigestConfig.NO_AGENT), DigestConfig.Qop.BOTH);
        EdgeHarness other = config.start();
        other.udp(ALICE, register(Map.of()));
        assertThat(other.onlyResponse().values(Header.WWW_AUTHENTICATE))
                .singleElement()
                .asString()
                .contains("algorithm=MD5", "qop=\"auth,auth-int\"");
        other.udp(ALICE, register(next("REGISTER", "User-Agent", "New Phone")));
        assertThat(other.onlyResponse().values(Header.WWW_AUTHENTICATE)).hasSize(2);
    }

    @Test
    void withoutMd5NobodyIsOfferedIt() {
        TestConfig config = TestConfig.withDigest();
        config.digest = new DigestConfig(List.of(SHA_256), List.of("old"), DigestConfig.Qop.AUTH);
        EdgeHarness other = config.start();
        other.udp(ALICE, register(Map.of("User-Agent", "Old Phone")));
        assertThat(other.onlyResponse().values(Header.WWW_AUTHENTICATE))
                .singleElement()
                .asString()
                .contains("algorithm=SHA-256");
    }

    @Test
    void whereTheBodyHasToBeProtectedCredentialsWithoutItAreAsNone() {
        TestConfig config = TestConfig.withDigest();
        config.digest = new DigestConfig(List.of(SHA_256), List.of(), DigestConfig.Qop.AUTH_INT);
        EdgeHarness other = config.start();
        other.udp(ALICE, register(next("REGISTER")));
        String nonce = Phone.nonce(other.onlyResponse());
        other.udp(ALICE, register(next("REGISTER", "Authorization", answer(alice, nonce, 1))));
        assertThat(other.onlyResponse().status()).isEqualTo(401);
        assertThat(other.overlay.asked()).isEmpty();
    }

    @Test
    void nonceOfAnotherEdgeIsStaleThereAndReplaysFailAtBoth() {
        TestConfig config = TestConfig.withDigest();
        config.seed = 2;
        EdgeHarness other = config.start();
        other.overlay.enroll(aor("alice"), Map.of("SHA-256", Ha1.of(SHA_256, "alice", "example.org", "secret")));
        String credentials = answer(alice, freshNonce(), 1);
        assertThat(registerWith(credentials).status()).isEqualTo(200);

        other.udp(ALICE, register(next("REGISTER", "Authorization", credentials)));
        SipMessage stale = other.onlyResponse();
        assertThat(stale.status()).isEqualTo(401);
        assertThat(Phone.isStale(stale)).isTrue();
        assertThat(other.overlay.asked(EdgeCommand.StoreBindings.class)).isEmpty();

        String again = answer(alice, Phone.nonce(stale), 1);
        other.udp(ALICE, register(next("REGISTER", "Authorization", again)));
        assertThat(other.onlyResponse().status()).isEqualTo(200);
        other.udp(ALICE, register(next("REGISTER", "Authorization", again)));
        assertThat(other.onlyResponse().status()).isEqualTo(401);
        SipMessage back = registerWith(again);
        assertThat(back.status()).isEqualTo(401);
        assertThat(Phone.isStale(back)).isTrue();
    }

    @Test
    void wrongPasswordWithTheNonceOfAnotherEdgeIsNotCalledStale() {
        TestConfig config = TestConfig.withDigest();
        config.seed = 2;
        EdgeHarness other = config.start();
        other.udp(ALICE, register(next("REGISTER", "Authorization", answer(alice, freshNonce(), 1))));
        assertThat(Phone.isStale(other.onlyResponse())).isFalse();
    }

    @Test
    void userMayActForThoseThatTheOperatorNames() {
        TestConfig config = TestConfig.withDigest();
        config.identities = new IdentityConfig(Map.of(aor("alice"), Set.of(aor("bob"))));
        EdgeHarness other = config.start();
        other.overlay.enroll(aor("alice"), Map.of("SHA-256", Ha1.of(SHA_256, "alice", "example.org", "secret")));
        other.udp(ALICE, register(next("REGISTER")));
        String nonce = Phone.nonce(other.onlyResponse());

        String to = "<sip:bob@example.org>";
        other.udp(ALICE, register(next("REGISTER", "To", to, "Authorization", answer(alice, nonce, 1))));
        assertThat(other.onlyResponse().status()).isEqualTo(200);
        assertThat(other.overlay
                        .asked(EdgeCommand.StoreBindings.class)
                        .getFirst()
                        .authenticatedUser())
                .isEqualTo("alice@example.org");

        String uri = "sip:carol@198.51.100.9";
        String proof = alice.answer(SHA_256, "INVITE", uri, nonce, 2);
        other.udp(ALICE, invite(uri, "From", "<sip:bob@example.org>;tag=1", "Proxy-Authorization", proof));
        assertThat(other.onlySent().toText()).isEqualTo("198.51.100.9:5060");

        String third = "<sip:carol@example.org>";
        other.udp(ALICE, register(next("REGISTER", "To", third, "Authorization", answer(alice, nonce, 3))));
        assertThat(other.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void guessingIsSlowedDownAndARightPasswordThenWaitsToo() {
        guess(5);
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
