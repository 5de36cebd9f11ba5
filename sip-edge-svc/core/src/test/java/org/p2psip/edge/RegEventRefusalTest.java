package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.regevent.RegEventConfig;

/** Subscriptions to registrations that are not accepted. */
class RegEventRefusalTest extends RegEventScene {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Event   | presence             | Event   | presence
            Accept  | application/pidf+xml | Status  | 406
            Expires | 59                   | Status  | 423
            Contact | <tel:+12025550100>   | Status  | 400
            """)
    void whatCannotBeServedIsRefused(String header, String value, String what, String status) {
        if (what.equals("Event")) {
            List<Sent> sent = send(subscribe(header, value));
            assertThat(sent).as("another package goes to the phone").hasSize(1);
            assertThat(sent.getFirst().toText()).isEqualTo(BOB);
        } else {
            assertThat(refused(header, value).status()).isEqualTo(Integer.parseInt(status));
        }
    }

    @Test
    void refusalsTellWhatWouldDo() {
        assertThat(refused("Expires", "59").header(Header.MIN_EXPIRES)).isEqualTo("60");
        assertThat(refused("Accept", "text/plain").header(Header.ACCEPT)).isEqualTo("application/reginfo+xml");
        SipMessage badEvent = refused("uri", "sip:192.0.2.1:5060", "Event", "presence");
        assertThat(badEvent.status()).isEqualTo(489);
        assertThat(badEvent.header(Header.ALLOW_EVENTS)).isEqualTo("reg");
        assertThat(refused("uri", "sip:example.org").status()).isEqualTo(404);
    }

    @Test
    void unavailableOverlayIsA503AndLaterChangesAreAskedForAgain() {
        edge.overlay.setDown(true);
        assertThat(refused().status()).isEqualTo(503);
        edge.overlay.setDown(false);
        subscribed();
        edge.pass(THROTTLE);
        bob("mobile", 120, 1);
        edge.overlay.setDown(true);
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
        edge.overlay.setDown(false);
        edge.pass(Duration.ofSeconds(6));
        assertThat(body(onlyNotify())).contains("mobile");
    }

    @Test
    void tooManySubscriptionsAreRefusedAndCounted() {
        TestConfig config = new TestConfig();
        config.regEvent = new RegEventConfig(Set.of(), 60, 3600, 1);
        edge = config.start();
        subscribed();
        assertThat(refused("Call-ID", "two").status()).isEqualTo(503);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_SUBSCRIPTIONS)).isEqualTo(1);
    }

    @Test
    void userHimselfAndWatchersMaySubscribeOthersNot() {
        TestConfig config = TestConfig.withDigest();
        config.regEvent = new RegEventConfig(Set.of(aor("watcher")), 60, 3600, 10);
        edge = config.start();
        bob("desk", 3600, 1);
        for (String user : List.of("bob", "watcher", "alice")) {
            String ha1 = Ha1.of(DigestAlgorithm.MD5, user, EdgeHarness.DOMAIN, "secret");
            edge.overlay.enroll(aor(user), Map.of("MD5", ha1));
        }
        assertThat(statusFor("bob")).isEqualTo(200);
        assertThat(statusFor("watcher")).isEqualTo(200);
        assertThat(statusFor("alice")).isEqualTo(403);
    }

    private int statusFor(String user) {
        SipMessage challenge = refused("Call-ID", user);
        assertThat(challenge.status()).isEqualTo(401);
        String proof = new Phone(user, "secret")
                .answer(DigestAlgorithm.MD5, "SUBSCRIBE", "sip:bob@example.org", Phone.nonce(challenge), 1);
        return send(subscribe("Call-ID", user, "Authorization", proof))
                .getFirst()
                .message()
                .status();
    }
}
