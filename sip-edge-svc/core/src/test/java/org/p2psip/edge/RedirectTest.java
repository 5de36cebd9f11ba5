package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.ackOfRefusal;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** A domain in redirect mode. */
class RedirectTest {
    private static final Aor BOB = new Aor("bob", "redirect.example.org");
    private static final String INVITE = request("INVITE", "sip:bob@redirect.example.org", ALICE, Map.of());

    private final EdgeHarness edge = EdgeHarness.withDigest();

    @Test
    void callerIsToldAllContactsWithTheirPreferenceWithoutAChallenge() {
        edge.overlay.put(BOB, binding("sip:bob@198.51.100.2", 250));
        edge.overlay.put(BOB, binding("sip:bob@198.51.100.3;transport=tcp", 1000));
        edge.overlay.put(BOB, binding("sip:bob@198.51.100.4", 0));
        edge.udp(ALICE, INVITE);
        SipMessage moved = edge.onlyResponse();
        assertThat(moved.status()).isEqualTo(302);
        assertThat(moved.values(Header.CONTACT))
                .containsExactly(
                        "<sip:bob@198.51.100.3;transport=tcp>",
                        "<sip:bob@198.51.100.2>;q=0.25",
                        "<sip:bob@198.51.100.4>;q=0");

        edge.pass(Duration.ofMillis(500));
        assertThat(edge.onlyResponse().status()).as("again without an ACK").isEqualTo(302);
        edge.udp(ALICE, ackOfRefusal(INVITE, moved)).pass(Duration.ofSeconds(4));
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.calls).extracting(CallRecord::status).containsExactly(302);
    }

    @Test
    void nobodyThereIsA404() {
        edge.udp(ALICE, INVITE);
        assertThat(edge.onlyResponse().status()).isEqualTo(404);
    }

    @Test
    void unavailableOverlayIsA503() {
        edge.overlay.setDown(true);
        edge.udp(ALICE, INVITE);
        assertThat(edge.onlyResponse().status()).isEqualTo(503);
    }

    @Test
    void otherMethodsAreRedirectedToo() {
        edge.overlay.put(BOB, binding("sip:bob@198.51.100.2"));
        edge.udp(ALICE, request("MESSAGE", "sip:bob@redirect.example.org", ALICE, Map.of()));
        assertThat(edge.onlyResponse().status()).isEqualTo(302);
    }
}
