package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.cancelOf;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** What is asked of the overlay, what is remembered, and what happens when it or a contact is gone. */
class RouteSetCacheTest {
    private static final String NEW_PHONE = "198.51.100.5:5068";

    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();
    private int calls;

    @BeforeEach
    void bobIsRegistered() {
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
    }

    private String nextInvite(String uri) {
        calls++;
        return request(
                "INVITE",
                uri,
                ALICE,
                Map.of("Call-ID", "call-" + calls, "Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-i" + calls));
    }

    private EdgeHarness call() {
        return edge.udp(ALICE, nextInvite("sip:bob@example.org"));
    }

    private int lookups() {
        return edge.overlay.asked(EdgeCommand.Lookup.class).size();
    }

    @Test
    void secondCallWithinFiveSecondsAsksNothing() {
        call();
        edge.pass(Duration.ofSeconds(5));
        call();
        assertThat(lookups()).isEqualTo(1);
        edge.pass(Duration.ofMillis(1));
        call();
        assertThat(lookups()).isEqualTo(2);
        assertThat(edge.edge.counters().get(EdgeCounter.ROUTE_SET_CACHE_HITS)).isEqualTo(1);
    }

    @Test
    void callsAtTheSameTimeShareOneLookup() {
        edge.overlay.hold();
        call();
        call();
        edge.sent();
        edge.release();
        assertThat(lookups()).isEqualTo(1);
        assertThat(edge.requests()).hasSize(2);
    }

    @Test
    void bindingThatRunsOutMeanwhileIsNotUsed() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), new Binding("k", "sip:bob@" + BOB, 1000, 2, List.of(), "c", 1, ""));
        call();
        edge.pass(Duration.ofSeconds(3));
        edge.overlay.clear(aor("bob"));
        edge.sent();
        call();
        assertThat(edge.onlyResponse().status()).isEqualTo(404);
    }

    @Test
    void nobodyIsNotRemembered() {
        edge.overlay.clear(aor("bob"));
        call();
        assertThat(edge.onlyResponse().status()).isEqualTo(404);
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        call();
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
    }

    @Test
    void eventDropsWhatIsKnown() {
        call();
        edge.changed(aor("bob"));
        call();
        assertThat(lookups()).isEqualTo(2);
    }

    @Test
    void eventOfTheEdgesOwnWriteDropsNothing() {
        registerKnownAlice();
        edge.changed(aor("alice"), edge.overlay.generation());
        edge.udp(BOB, nextInvite("sip:alice@example.org"));
        assertThat(edge.requests().getFirst().toText()).isEqualTo(NEW_PHONE);
        assertThat(lookups()).isEqualTo(1);
        assertThat(edge.edge.counters().get(EdgeCounter.ROUTE_SET_EVENTS_KNOWN)).isEqualTo(1);
    }

    @Test
    void eventOfANewerWriteDropsWhatIsKnown() {
        call();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + NEW_PHONE));
        edge.changed(aor("bob"), edge.overlay.generation());
        call();
        assertThat(lookups()).isEqualTo(2);
        assertThat(edge.edge.counters().get(EdgeCounter.ROUTE_SET_EVENTS_KNOWN)).isZero();
    }

    @Test
    void answerAsNewAsTheEventThatCameMeanwhileIsKept() {
        edge.overlay.hold();
        call();
        edge.changed(aor("bob"), edge.overlay.generation());
        edge.sent();
        edge.release().sent();
        call();
        assertThat(lookups()).isEqualTo(1);
    }

    @Test
    void answerThatWasUnderWayDuringAnEventIsUsedButNotKept() {
        edge.overlay.hold();
        call();
        edge.changed(aor("bob"));
        edge.sent();
        edge.release();
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
        call();
        assertThat(lookups()).isEqualTo(2);
    }

    @Test
    void registrationRefreshesWhatIsKnown() {
        registerKnownAlice();
        edge.udp(BOB, nextInvite("sip:alice@example.org"));
        assertThat(edge.requests().getFirst().toText()).isEqualTo(NEW_PHONE);
        assertThat(lookups()).isEqualTo(1);
    }

    @Test
    void registrationOfAUserWhoIsElsewhereTooIsNotTakenForAllOfTheRouteSet() {
        edge.overlay.put(aor("alice"), new Binding("node", "sip:alice@" + BOB, 1000, 600, List.of(), "", 0, ""));
        registerKnownAlice();
        edge.udp(BOB, nextInvite("sip:alice@example.org"));
        edge.requests();
        assertThat(lookups()).isEqualTo(2);
    }

    @Test
    void registrationOfSomebodyWhoIsNotCalledIsNotKept() {
        edge.udp(ALICE, register(Map.of("Contact", "<sip:alice@" + NEW_PHONE + ">")))
                .sent();
        edge.udp(BOB, nextInvite("sip:alice@example.org"));
        assertThat(edge.requests().getFirst().toText()).isEqualTo(NEW_PHONE);
        assertThat(lookups()).isEqualTo(1);
    }

    /** Alice is called at another phone, then registers the new one. */
    private void registerKnownAlice() {
        edge.overlay.put(aor("alice"), binding("sip:alice@" + ALICE));
        edge.udp(BOB, nextInvite("sip:alice@example.org")).sent();
        edge.overlay.clear(aor("alice"));
        edge.udp(ALICE, register(Map.of("Contact", "<sip:alice@" + NEW_PHONE + ">")))
                .sent();
    }

    @Test
    void staleContactIsRetriedOnceWithAFreshLookup() {
        call();
        edge.sent();
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + NEW_PHONE));
        call();
        Sent stale = edge.requests().getFirst();
        edge.sendFailed(stale);
        Sent fresh = edge.onlySent();
        assertThat(fresh.toText()).isEqualTo(NEW_PHONE);
        edge.sendFailed(fresh);
        assertThat(edge.onlyResponse().status()).isEqualTo(500);
        assertThat(lookups()).isEqualTo(2);
        assertThat(edge.edge.counters().get(EdgeCounter.STALE_CONTACT_RETRIES)).isEqualTo(1);
    }

    @Test
    void contactThatIsStillTheSameIsNotTriedAgain() {
        call();
        edge.sent();
        call();
        edge.sendFailed(edge.requests().getFirst());
        SipMessage unreachable = edge.onlyResponse();
        assertThat(unreachable.status()).isEqualTo(500);
        assertThat(unreachable.reason()).isEqualTo("Next Hop Unreachable");
    }

    @Test
    void phoneThatRefusesIsNotAStaleContact() {
        call();
        edge.sent();
        call();
        edge.udp(BOB, response(edge.requests().getFirst().message(), 486, "t"));
        assertThat(edge.sent().getLast().message().status()).isEqualTo(486);
        assertThat(lookups()).isEqualTo(1);
    }

    @Test
    void cancelDuringTheFreshLookupIsA487() {
        call();
        edge.sent();
        String invite = nextInvite("sip:bob@example.org");
        edge.udp(ALICE, invite);
        edge.overlay.hold();
        edge.sendFailed(edge.requests().getFirst());
        edge.udp(ALICE, cancelOf(invite));
        assertThat(edge.sent()).extracting(one -> one.message().status()).containsExactly(200, 487);
        edge.release();
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void unavailableOverlayIsA503AndLaterWorksAgain() {
        edge.overlay.setDown(true);
        call();
        SipMessage refused = edge.onlyResponse();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header(Header.RETRY_AFTER)).isEqualTo("5");
        edge.overlay.setDown(false);
        call();
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
    }

    @Test
    void answerThatNeverComesIsA503() {
        edge.overlay.hold();
        call();
        edge.sent();
        edge.pass(Duration.ofSeconds(5));
        assertThat(edge.onlyResponse().status()).isEqualTo(503);
        edge.release();
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void everyAddressOfAHostIsTried() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@phone.example.net"));
        edge.dns.host("phone.example.net", "198.51.100.5", "198.51.100.2");
        call();
        Sent first = edge.requests().getFirst();
        assertThat(first.toText()).isEqualTo("198.51.100.5:5060");
        edge.sendFailed(first);
        assertThat(edge.onlySent().toText()).isEqualTo("198.51.100.2:5060");
    }

    @Test
    void hostThatHasNoAddressIsUnreachable() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("sip:bob@nowhere.example.net"));
        call();
        assertThat(edge.onlyResponse().status()).isEqualTo(500);
    }

    @Test
    void bindingThatNoMessageCouldCarryIsLeftOut() {
        Binding good = binding("sip:bob@" + BOB);
        edge.overlay.put(aor("bob"), binding("sip:bob@198.51.100.9\r\nRoute: <sip:evil.example>"));
        edge.overlay.put(aor("bob"), binding("sip:bob@198.51.100.9>;x=<"));
        edge.overlay.put(aor("bob"), new Binding("p", good.contact(), 1000, 60, List.of("<sip:p\n>"), "c", 1, ""));
        call();
        assertThat(edge.onlySent().toText()).isEqualTo(BOB);
        assertThat(edge.edge.counters().get(EdgeCounter.UNUSABLE_BINDINGS)).isEqualTo(3);
    }

    @Test
    void contactThatIsNoSipUriIsUnreachable() {
        edge.overlay.clear(aor("bob"));
        edge.overlay.put(aor("bob"), binding("mailto:bob@example.org"));
        call();
        assertThat(edge.onlyResponse().status()).isEqualTo(500);
    }
}
