package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.register;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.edge.auth.DigestConfig;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Who has to prove who he is to register, and what happens when he cannot. */
class DigestTest extends DigestScene {
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
    void disabledUserIsRefusedButOnlyWithTheRightPassword() {
        edge.overlay.disable(aor("alice"));
        assertThat(registerWith(answer(new Phone("alice", "guess"), freshNonce(), 1))
                        .status())
                .isEqualTo(401);
        SipMessage refused = registerWith(answer(alice, freshNonce(), 1));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(edge.overlay.asked(EdgeCommand.StoreBindings.class)).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.DISABLED_USERS)).isEqualTo(1);
    }

    @Test
    void userWhoIsDisabledWhileRegisteredMayNotRegisterAgain() {
        String nonce = freshNonce();
        assertThat(registerWith(answer(alice, nonce, 1)).status()).isEqualTo(200);
        edge.overlay.disable(aor("alice"));
        edge.edge.credentialsChanged(aor("alice"));
        assertThat(registerWith(answer(alice, nonce, 2)).status()).isEqualTo(403);
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
    void unavailableOverlayIsA503NotAChallenge() {
        String nonce = freshNonce();
        edge.overlay.setDown(true);
        assertThat(registerWith(answer(alice, nonce, 1)).status()).isEqualTo(503);
        edge.overlay.setDown(false);
        assertThat(registerWith(answer(alice, nonce, 2)).status()).isEqualTo(200);
    }
}
