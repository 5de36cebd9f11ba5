package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.register;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** REGISTER without authentication. */
class RegistrationTest {
    private final EdgeHarness edge = EdgeHarness.withoutAuthentication();

    private SipMessage send(Map<String, String> headers) {
        edge.udp(ALICE, register(headers));
        return edge.onlyResponse();
    }

    /** A later REGISTER of the same phone. */
    private static Map<String, String> next(int cseq, String name, String value) {
        return Map.of(
                "CSeq",
                cseq + " REGISTER",
                "Via",
                "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-r" + cseq,
                name,
                value);
    }

    @Test
    void bindingsAreStoredAndListedWithTheirTimeToLive() {
        SipMessage ok =
                send(Map.of("Contact", "<sip:alice@198.51.100.1:5062>;q=0.5, <sip:alice@[2001:db8::1]>;expires=120"));

        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.values(Header.CONTACT))
                .containsExactly(
                        "<sip:alice@198.51.100.1:5062>;q=0.5;expires=3600", "<sip:alice@[2001:db8::1]>;expires=120");
        assertThat(edge.overlay.bindingsOf(aor("alice"))).hasSize(2);
        assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().q()).isEqualTo(500);
    }

    @Test
    void responseIsSentOnlyOnceTheOverlayHasStored() {
        edge.overlay.hold();
        edge.udp(ALICE, register(Map.of()));
        assertThat(edge.sent()).isEmpty();

        edge.release();
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
    }

    @Test
    void retransmittedRegisterIsStoredOnceAndAnsweredAgain() {
        assertThat(send(Map.of()).status()).isEqualTo(200);
        assertThat(send(Map.of()).status()).isEqualTo(200);
        assertThat(edge.overlay.asked(EdgeCommand.StoreBindings.class)).hasSize(1);
    }

    @Test
    void expiresHeaderHoldsWhereTheContactSaysNothingAndIsShortenedToTheLongestTime() {
        assertThat(send(Map.of("Expires", "99999")).contacts().getFirst().param("expires"))
                .isEqualTo("7200");
    }

    @Test
    void tooBriefRegistrationIsAnswered423() {
        SipMessage refused = send(Map.of("Expires", "30"));
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.header(Header.MIN_EXPIRES)).isEqualTo("60");
        assertThat(edge.overlay.asked()).isEmpty();
    }

    @Test
    void expiresZeroRemovesTheBinding() {
        send(Map.of());
        SipMessage ok = send(next(2, "Expires", "0"));
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.contacts()).isEmpty();
        assertThat(edge.overlay.bindingsOf(aor("alice"))).isEmpty();
    }

    @Test
    void wildcardRemovesAllBindings() {
        send(Map.of("Contact", "<sip:a@198.51.100.1>, <sip:a@198.51.100.9>"));
        edge.udp(
                ALICE,
                register(Map.of(
                        "CSeq",
                        "2 REGISTER",
                        "Via",
                        "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bKw",
                        "Contact",
                        "*",
                        "Expires",
                        "0")));
        assertThat(edge.onlyResponse().status()).isEqualTo(200);
        assertThat(edge.overlay.bindingsOf(aor("alice"))).isEmpty();
    }

    @Test
    void wildcardWithAnotherExpiresIsMalformed() {
        assertThat(send(Map.of("Contact", "*", "Expires", "60")).status()).isEqualTo(400);
        assertThat(edge.overlay.asked()).isEmpty();
    }

    @Test
    void registerWithoutContactIsAQuery() {
        send(Map.of());
        SipMessage ok = send(next(2, "Contact", ""));
        assertThat(ok.values(Header.CONTACT)).containsExactly("<sip:alice@198.51.100.1:5062>;expires=3600");
        assertThat(edge.overlay.asked(EdgeCommand.StoreBindings.class)).hasSize(1);
    }

    @Test
    void registrationWithOlderCSeqIsRefused() {
        send(next(5, "Expires", "600"));
        assertThat(send(next(4, "Expires", "600")).status()).isEqualTo(500);
    }

    @Test
    void contactThatIsTheSameUriReplacesTheBinding() {
        send(Map.of("Contact", "<sip:alice@PHONE.example.org;transport=UDP>"));
        SipMessage ok = send(next(2, "Contact", "<sip:%61lice@phone.example.org;transport=udp>;q=0.2"));
        assertThat(ok.contacts()).hasSize(1);
        assertThat(ok.contacts().getFirst().q()).isEqualTo(200);
    }

    @Test
    void sameInstanceAndRegIdReplaceTheBindingThoughTheContactChanged() {
        String instance = ";+sip.instance=\"<urn:uuid:0-1>\";reg-id=1";
        send(Map.of("Contact", "<sip:alice@198.51.100.1:1111>" + instance));
        SipMessage ok = send(next(2, "Contact", "<sip:alice@198.51.100.1:2222>" + instance));
        assertThat(ok.values(Header.CONTACT)).containsExactly("<sip:alice@198.51.100.1:2222>;expires=3600" + instance);
    }

    @Test
    void pathIsStoredAndGivenBackToAPhoneThatKnowsIt() {
        SipMessage ok = send(Map.of("Path", "<sip:p1.example.net;lr>, <sip:p2.example.net;lr>", "Supported", "path"));
        assertThat(ok.values(Header.PATH)).containsExactly("<sip:p1.example.net;lr>", "<sip:p2.example.net;lr>");
        assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().path())
                .containsExactly("<sip:p1.example.net;lr>", "<sip:p2.example.net;lr>");
    }

    @Test
    void pathIsRefusedWhenThePhoneDoesNotKnowIt() {
        SipMessage refused = send(Map.of("Path", "<sip:p1.example.net;lr>"));
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.header(Header.UNSUPPORTED)).isEqualTo("path");
    }

    @Test
    void unknownRequireIsAnswered420() {
        SipMessage refused = send(Map.of("Require", "path, teleport"));
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.values(Header.UNSUPPORTED)).isEqualTo(List.of("teleport"));
    }

    @Test
    void addressOfAForeignDomainIsNotFound() {
        assertThat(send(Map.of("To", "<sip:alice@elsewhere.example>")).status()).isEqualTo(404);
    }

    @Test
    void unavailableOverlayIsA503AndLaterWorksAgain() {
        edge.overlay.setDown(true);
        SipMessage refused = send(Map.of());
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header(Header.RETRY_AFTER)).isEqualTo("5");

        edge.overlay.setDown(false);
        assertThat(send(next(2, "Expires", "600")).status()).isEqualTo(200);
    }

    @Test
    void tooManyContactsInOneRequestAreRefused() {
        StringBuilder contacts = new StringBuilder("<sip:a0@198.51.100.1>");
        for (int i = 1; i <= 20; i++) {
            contacts.append(", <sip:a").append(i).append("@198.51.100.1>");
        }
        assertThat(send(Map.of("Contact", contacts.toString())).status()).isEqualTo(403);
    }

    @Test
    void userAgentAndCallIdAreStoredWithTheBinding() {
        send(Map.of("User-Agent", "x".repeat(300)));
        Binding stored = edge.overlay.bindingsOf(aor("alice")).getFirst();
        assertThat(stored.userAgent()).hasSize(128);
        assertThat(stored.callId()).isEqualTo("call-1");
        assertThat(stored.cseq()).isEqualTo(1);
    }
}
