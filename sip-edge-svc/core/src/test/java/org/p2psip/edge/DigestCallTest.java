package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.register;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.policy.IdentityConfig;

/** Who has to prove who he is to call, and as whom he may. */
class DigestCallTest extends DigestScene {
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
    void disabledUserMayNotCall() {
        edge.overlay.disable(aor("alice"));
        edge.udp(ALICE, invite("sip:bob@example.org", "Proxy-Authorization", credentials("sip:bob@example.org")));
        assertThat(edge.sent()).extracting(one -> one.message().status()).last().isEqualTo(403);
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
        edge.overlay.disable(aor("bob"));
        edge.edge.credentialsChanged(aor("bob"));
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
