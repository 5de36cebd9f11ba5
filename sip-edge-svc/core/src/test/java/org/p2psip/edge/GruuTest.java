package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;

/** RFC 5627: phones get names of their own, and are reached by them. */
class GruuTest {
    private static final String DESK = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final String MOBILE = "urn:uuid:00000000-0000-1000-8000-000A95A0E128";
    private static final String DESK_ADDRESS = "198.51.100.7:5070";
    private static final String MOBILE_ADDRESS = "198.51.100.8:5080";
    private static final String PUBLIC = "sip:bob@example.org;gr=" + DESK;

    private EdgeHarness edge = EdgeHarness.withoutAuthentication();
    private int sequence;

    private SipMessage register(String address, String instance, String callId, String... more) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("To", "<sip:bob@example.org>");
        headers.put("From", "<sip:bob@example.org>;tag=r");
        headers.put("Via", "SIP/2.0/UDP " + address + ";rport;branch=z9hG4bK-reg-" + sequence);
        headers.put("CSeq", sequence + " REGISTER");
        headers.put("Call-ID", callId);
        headers.put("Contact", "<sip:bob@" + address + ">;+sip.instance=\"<" + instance + ">\"");
        headers.put("Supported", "gruu, path");
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        edge.udp(address, request("REGISTER", "sip:example.org", address, headers));
        SipMessage response = edge.onlyResponse();
        assertThat(response.status()).isEqualTo(200);
        return response;
    }

    private static NameAddr contact(SipMessage registered, String address) {
        return registered.contacts().stream()
                .filter(contact -> contact.uriText().contains(address))
                .findFirst()
                .orElseThrow();
    }

    private static String temporary(SipMessage registered, String address) {
        return contact(registered, address).param("temp-gruu");
    }

    private List<Sent> call(String uri) {
        sequence++;
        edge.udp(
                ALICE,
                request("OPTIONS", uri, ALICE, Map.of("Via", "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bK" + sequence)));
        return edge.sent();
    }

    private int refusal(String uri) {
        List<Sent> sent = call(uri);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().message().isRequest()).isFalse();
        return sent.getFirst().message().status();
    }

    private void bothPhones() {
        register(MOBILE_ADDRESS, MOBILE, "mobile-1");
        register(DESK_ADDRESS, DESK, "desk-1");
    }

    @Test
    void phoneThatAsksGetsAPublicAndATemporaryGruu() {
        NameAddr contact = contact(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        assertThat(contact.param("+sip.instance")).isEqualTo("<" + DESK + ">");
        assertThat(contact.param("pub-gruu")).isEqualTo(PUBLIC);
        assertThat(contact.param("temp-gruu")).matches("sip:tgruu\\.[A-Za-z0-9_-]{40,}@example\\.org;gr");
    }

    @Test
    void phoneThatDoesNotAskOrHasNoInstanceGetsNone() {
        SipMessage silent = register(DESK_ADDRESS, DESK, "desk-1", "Supported", "path");
        assertThat(silent.values(Header.CONTACT))
                .containsExactly("<sip:bob@" + DESK_ADDRESS + ">;expires=3600;+sip.instance=\"<" + DESK + ">\"");
        SipMessage nameless = register(MOBILE_ADDRESS, "", "mobile-1", "Contact", "<sip:bob@" + MOBILE_ADDRESS + ">");
        assertThat(contact(nameless, MOBILE_ADDRESS).param("pub-gruu")).isNull();
    }

    @Test
    void gruuOfThePhoneItselfIsIgnored() {
        String claimed = "<sip:bob@" + DESK_ADDRESS + ">;+sip.instance=\"<" + DESK
                + ">\";pub-gruu=\"sip:alice@example.org;gr=x\";temp-gruu=\"sip:x@example.org;gr\"";
        assertThat(contact(register(DESK_ADDRESS, DESK, "d", "Contact", claimed), DESK_ADDRESS)
                        .param("pub-gruu"))
                .isEqualTo(PUBLIC);
    }

    @Test
    void instanceWithCharactersThatAUriCannotHaveIsEscaped() {
        String odd = "urn:x-phone:a;b?c@d";
        String gruu =
                contact(register(DESK_ADDRESS, odd, "desk-1"), DESK_ADDRESS).param("pub-gruu");
        assertThat(gruu).isEqualTo("sip:bob@example.org;gr=urn:x-phone:a%3Bb%3Fc%40d");
        assertThat(call(gruu).getFirst().toText()).isEqualTo(DESK_ADDRESS);
    }

    @Test
    void requestToAPublicGruuReachesThatPhoneOnly() {
        bothPhones();
        List<Sent> sent = call(PUBLIC);
        assertThat(sent).extracting(Sent::toText).containsExactly(DESK_ADDRESS);
        assertThat(sent.getFirst().message().requestUri()).isEqualTo("sip:bob@" + DESK_ADDRESS);
        assertThat(call("sip:bob@EXAMPLE.org;gr=" + MOBILE.toLowerCase()))
                .extracting(Sent::toText)
                .containsExactly(MOBILE_ADDRESS);
        assertThat(call("sip:bob@example.org")).hasSize(2);
    }

    @Test
    void requestToATemporaryGruuReachesThatPhoneOnly() {
        register(MOBILE_ADDRESS, MOBILE, "mobile-1");
        SipMessage registered = register(DESK_ADDRESS, DESK, "desk-1");
        assertThat(call(temporary(registered, DESK_ADDRESS)))
                .extracting(Sent::toText)
                .containsExactly(DESK_ADDRESS);
        assertThat(call(temporary(registered, MOBILE_ADDRESS)))
                .extracting(Sent::toText)
                .containsExactly(MOBILE_ADDRESS);
    }

    @Test
    void everyEdgeOfTheSiteUnderstandsATemporaryGruuAndOtherSitesDoNot() {
        String gruu = temporary(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        List<Binding> bindings = edge.overlay.bindingsOf(aor("bob"));
        edge = EdgeHarness.withoutAuthentication();
        bindings.forEach(binding -> edge.overlay.put(aor("bob"), binding));
        assertThat(call(gruu).getFirst().toText()).isEqualTo(DESK_ADDRESS);

        TestConfig otherSite = new TestConfig();
        otherSite.secret = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
        edge = otherSite.start();
        bindings.forEach(binding -> edge.overlay.put(aor("bob"), binding));
        assertThat(refusal(gruu)).isEqualTo(404);
    }

    @Test
    void temporaryGruusOfOneRegistrationDifferAndAllAreGood() {
        String first = temporary(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        String second = temporary(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        assertThat(second).isNotEqualTo(first).hasSameSizeAs(first);
        assertThat(call(first).getFirst().toText()).isEqualTo(DESK_ADDRESS);
        assertThat(call(second).getFirst().toText()).isEqualTo(DESK_ADDRESS);
    }

    @Test
    void temporaryGruusEndWhenThePhoneRegistersWithAnotherCallId() {
        String before = temporary(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        String after = temporary(register(DESK_ADDRESS, DESK, "desk-2"), DESK_ADDRESS);
        assertThat(refusal(before)).isEqualTo(404);
        assertThat(call(after).getFirst().toText()).isEqualTo(DESK_ADDRESS);
        assertThat(call(PUBLIC).getFirst().toText()).isEqualTo(DESK_ADDRESS);
    }

    @Test
    void temporaryGruusEndWithTheRegistrationAndThePublicOneIsA480() {
        bothPhones();
        String gruu = temporary(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        register(DESK_ADDRESS, DESK, "desk-1", "Expires", "0");
        assertThat(refusal(gruu)).isEqualTo(404);
        assertThat(refusal(PUBLIC)).isEqualTo(480);
    }

    @Test
    void changedCallIdOfOneFlowEndsTheTemporaryGruusOfAll() {
        String first = "<sip:bob@" + DESK_ADDRESS + ">;+sip.instance=\"<" + DESK + ">\";reg-id=1";
        String second = "<sip:bob@" + MOBILE_ADDRESS + ">;+sip.instance=\"<" + DESK + ">\";reg-id=2";
        register(DESK_ADDRESS, DESK, "flow-1", "Contact", first);
        SipMessage registered = register(MOBILE_ADDRESS, DESK, "flow-2", "Contact", second);
        String ofBoth = temporary(registered, DESK_ADDRESS);
        assertThat(call(ofBoth)).hasSize(1);
        register(MOBILE_ADDRESS, DESK, "flow-2b", "Contact", second);
        assertThat(refusal(ofBoth)).isEqualTo(404);
    }

    @Test
    void temporaryGruuThatNobodyMadeIsNotFound() {
        String gruu = temporary(register(DESK_ADDRESS, DESK, "desk-1"), DESK_ADDRESS);
        int at = gruu.indexOf('@');
        char last = gruu.charAt(at - 1) == 'A' ? 'E' : 'A';
        assertThat(refusal(gruu.substring(0, at - 1) + last + gruu.substring(at)))
                .isEqualTo(404);
        assertThat(refusal("sip:tgruu.AAAA@example.org;gr")).isEqualTo(404);
        assertThat(refusal("sip:tgruu.%2F@example.org;gr")).isEqualTo(404);
        assertThat(refusal("sip:bob@example.org;gr")).isEqualTo(404);
        assertThat(refusal(gruu.replace("@example.org", "@redirect.example.org")))
                .isEqualTo(404);
    }

    @Test
    void gruuOfAUserThatIsNotRegisteredIsAnsweredAsTheUserWouldBe() {
        assertThat(refusal("sip:nobody@example.org;gr=" + DESK)).isEqualTo(404);
    }

    @Test
    void ofSeveralContactsOfOnePhoneTheNewestIsTaken() {
        Binding old = binding("sip:bob@" + BOB, DESK, "before-restart", 1_000);
        Binding current = binding("sip:bob@" + DESK_ADDRESS, DESK, "after-restart", 2_000);
        edge.overlay.put(aor("bob"), current);
        edge.overlay.put(aor("bob"), old);
        assertThat(call(PUBLIC)).extracting(Sent::toText).containsExactly(DESK_ADDRESS);
    }

    private static Binding binding(String contact, String instance, String callId, long storedMillis) {
        return new Binding(contact, contact, 1000, 3600, List.of(), callId, 1, "", instance, 0, storedMillis);
    }

    @Test
    void requestToAGruuIsNotRedirected() {
        Binding phone = binding("sip:bob@" + DESK_ADDRESS, DESK, "c", 1);
        edge.overlay.put(new Aor("bob", "redirect.example.org"), phone);
        assertThat(call("sip:bob@redirect.example.org;gr=" + DESK))
                .extracting(Sent::toText)
                .containsExactly(DESK_ADDRESS);
    }

    @Test
    void gruuNeedsNoMoreThanTheUserWhomItIsOf() {
        edge = EdgeHarness.withDigest();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + DESK_ADDRESS, DESK, "c", 1));
        edge.udp(ALICE, request("OPTIONS", PUBLIC, ALICE, Map.of("From", "<sip:carol@elsewhere.example>;tag=1")));
        assertThat(edge.onlySent().toText()).isEqualTo(DESK_ADDRESS);
    }

    @Test
    void insideADialogTheRestOfRouteTakesThePlaceOfThePath() {
        Binding phone = new Binding(
                "k", "sip:bob@" + DESK_ADDRESS, 1000, 3600, List.of("<sip:192.0.2.99;lr>"), "c", 1, "", DESK, 0, 1);
        edge.overlay.put(aor("bob"), phone);
        assertThat(call(PUBLIC)).extracting(Sent::toText).containsExactly("192.0.2.99:5060");

        edge.udp(ALICE, request("INVITE", "sip:bob@example.org", ALICE, Map.of()));
        SipMessage invite = edge.requests().getFirst().message();
        String ours = invite.values(Header.RECORD_ROUTE).getFirst();
        edge.pass(Duration.ofMillis(1)).sent();
        edge.udp(
                ALICE,
                request(
                        "BYE",
                        PUBLIC,
                        ALICE,
                        Map.of("Route", ours + ", <sip:192.0.2.50;lr>", "To", "<sip:bob@example.org>;tag=b")));
        Sent bye = edge.requests().getFirst();
        assertThat(bye.toText()).isEqualTo("192.0.2.50:5060");
        assertThat(bye.message().requestUri()).isEqualTo("sip:bob@" + DESK_ADDRESS);
        assertThat(bye.message().values(Header.ROUTE)).containsExactly("<sip:192.0.2.50;lr>");
    }

    @Test
    void routeBehindAGruuDoesNotOpenTheEdgeForStrangers() {
        edge = EdgeHarness.withDigest();
        edge.overlay.put(aor("bob"), binding("sip:bob@" + DESK_ADDRESS, DESK, "c", 1));
        edge.udp(
                ALICE,
                request(
                        "OPTIONS",
                        PUBLIC,
                        ALICE,
                        Map.of(
                                "From",
                                "<sip:carol@elsewhere.example>;tag=1",
                                "Route",
                                "<sip:192.0.2.1:5060;lr>, <sip:192.0.2.66;lr>")));
        assertThat(edge.onlyResponse().status()).isEqualTo(403);
    }
}
