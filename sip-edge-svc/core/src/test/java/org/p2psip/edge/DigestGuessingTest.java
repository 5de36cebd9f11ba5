package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.register;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passwords that are guessed, and who has to wait for it. */
class DigestGuessingTest extends DigestScene {
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
}
