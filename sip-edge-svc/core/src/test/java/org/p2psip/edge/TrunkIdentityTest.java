package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.request;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.B1;
import static org.p2psip.edge.TrunkScene.inbound;
import static org.p2psip.edge.TrunkScene.trunkA;
import static org.p2psip.edge.TrunkScene.trunkB;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Who a call of a trunk is said to be from: asserted identities (RFC 3325), numbers of callers, privacy (RFC 3323). */
class TrunkIdentityTest {
    private static TrunkScene scene(TrunkFile.Trunk trunk) {
        return new TrunkScene(new TrunkFile()
                .trunk(trunk)
                .route("+", trunk.config().name())
                .number("+4930555", 7, "bob")
                .number("+4930111", 7, "alice")
                .number("+4930112", 7, "alice"));
    }

    @Test
    void trustedTrunkIsToldWhoCallsAndOthersAreNot() {
        TrunkFile.Trunk trusted = trunkA();
        trusted.trusted = true;
        Map<String, String> forged = Map.of("P-Asserted-Identity", "<sip:boss@example.org>");
        SipMessage out = scene(trusted).call("sip:+33123@example.org", forged).message();
        assertThat(out.values(Header.P_ASSERTED_IDENTITY)).containsExactly("<sip:+4930111@example.org;user=phone>");

        SipMessage untrusted =
                scene(trunkA()).call("sip:+33123@example.org", forged).message();
        assertThat(untrusted.count(Header.P_ASSERTED_IDENTITY)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:alice@example.org>, <sip:alice@example.org>",
        "<sip:boss@example.org>, <sip:+4930111@example.org;user=phone>",
        "<sip:+4930111@example.org>, <sip:+4930111@example.org;user=phone>",
        "<sip:030-112@example.org;user=phone>, <sip:+4930112@example.org;user=phone>",
        "Alice <tel:+49-30-112>, <sip:+4930112@example.org;user=phone>",
        "<tel:112;phone-context=+4930>, <sip:+4930112@example.org;user=phone>",
        "<sip:+4930555@example.org>, <sip:+4930111@example.org;user=phone>",
        "<sip:+4930112@elsewhere.example>, <sip:+4930111@example.org;user=phone>",
    })
    void preferredIdentityCountsOnlyWhenItIsTheUsers(String preferred, String asserted) {
        TrunkFile.Trunk trusted = trunkA();
        trusted.trusted = true;
        SipMessage out = scene(trusted)
                .call("sip:+33123@example.org", Map.of("P-Preferred-Identity", preferred))
                .message();
        assertThat(out.values(Header.P_ASSERTED_IDENTITY)).containsExactly(asserted);
        assertThat(out.count(Header.P_PREFERRED_IDENTITY)).isZero();
    }

    @Test
    void phonesAreTheirOwnWitnessesToNobody() {
        TrunkScene scene = scene(trunkA());
        scene.edge.udp(
                "198.51.100.99:5060",
                request(
                        "INVITE",
                        "sip:bob@example.org",
                        "198.51.100.99:5060",
                        Map.of(
                                "From",
                                "<sip:x@elsewhere.example>;tag=1",
                                "P-Asserted-Identity",
                                "<sip:boss@example.org>")));
        assertThat(scene.edge.requests().getFirst().message().count(Header.P_ASSERTED_IDENTITY))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"true, , 1", "true, id, 0", "false, , 0"})
    void identityThatATrunkAssertsReachesThePhoneWhenItIsTrustedAndNobodyMinds(
            boolean trusted, String privacy, int count) {
        TrunkFile.Trunk trunk = trunkA();
        trunk.trusted = trusted;
        TrunkScene scene = scene(trunk);
        Map<String, String> headers = new HashMap<>();
        headers.put("P-Asserted-Identity", "<sip:+33123456789@trunk.example>");
        if (privacy != null) {
            headers.put("Privacy", privacy);
        }
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@example.org", headers));
        assertThat(scene.edge.requests().getFirst().message().count(Header.P_ASSERTED_IDENTITY))
                .isEqualTo(count);
    }

    @Test
    void callerWhoWantsNotToBeKnownIsAnonymousAllThroughTheCall() {
        TrunkScene scene = scene(trunkA());
        SipMessage out = scene.call(
                        "sip:+33123@example.org",
                        Map.of("Privacy", "user;id", "Subject", "secret", "User-Agent", "Alice's Phone"))
                .message();
        assertThat(out.from().uriText()).isEqualTo("sip:anonymous@anonymous.invalid");
        assertThat(out.header(Header.PRIVACY)).isEqualTo("id");
        assertThat(text(out)).doesNotContain("alice@").doesNotContain("secret").doesNotContain("Phone");
        scene.edge.udp(A1, response(out, 200, "t", "Contact: <sip:gw@" + A1 + ">"));
        SipMessage ok = scene.edge.onlyResponse();
        assertThat(ok.from().uriText()).isEqualTo("sip:alice@example.org");
        scene.edge.udp(ALICE, inDialog("BYE", 4, ok, Map.of()));
        SipMessage bye = scene.edge.requests().getFirst().message();
        assertThat(bye.from().uriText()).isEqualTo("sip:anonymous@anonymous.invalid");
        assertThat(bye.from().tag()).isEqualTo(out.from().tag());
        scene.edge.udp(A1, response(bye, 200, null));
        assertThat(scene.edge.onlyResponse().from().uriText()).isEqualTo("sip:alice@example.org");
    }

    @Test
    void privacyThatCannotBeDoneFailsACallThatInsists() {
        TrunkScene scene = scene(trunkA());
        scene.send("INVITE", "sip:+33123@example.org", Map.of("Privacy", "session;critical"));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(500);
    }

    @Test
    void diversionAndHistoryPass() {
        SipMessage out = scene(trunkA())
                .call(
                        "sip:+33123@example.org",
                        Map.of(
                                "Diversion",
                                "<sip:bob@example.org>;reason=unconditional",
                                "History-Info",
                                "<sip:bob@example.org>;index=1"))
                .message();
        assertThat(out.header("Diversion")).isEqualTo("<sip:bob@example.org>;reason=unconditional");
        assertThat(out.header("History-Info")).isEqualTo("<sip:bob@example.org>;index=1");
    }

    private static TrunkFile.Trunk normalizing() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.trusted = true;
        trunk.inboundCalling = TrunkFile.rules("00Z.", 2, "+", "0Z.", 1, "+49");
        return trunk;
    }

    private static SipMessage called(TrunkFile.Trunk trunk, Map<String, String> headers) {
        TrunkScene scene = scene(trunk);
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@example.org", headers));
        return scene.edge.requests().getFirst().message();
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:089-123456@trunk.example>, <sip:+4989123456@trunk.example;user=phone>",
        "Carol <sip:0033123@trunk.example;user=phone>, Carol <sip:+33123@trunk.example;user=phone>",
        "<sip:+33123@trunk.example>, <sip:+33123@trunk.example;user=phone>",
        "<sip:carol@trunk.example>, <sip:carol@trunk.example>",
        "<sip:110@trunk.example>, <sip:110@trunk.example>",
        "<tel:+33123>, <tel:+33123>",
    })
    void numberThatATrustedTrunkAssertsReachesThePhoneInE164(String asserted, String normalized) {
        SipMessage forwarded = called(normalizing(), Map.of("P-Asserted-Identity", asserted));
        assertThat(forwarded.values(Header.P_ASSERTED_IDENTITY)).containsExactly(normalized);
    }

    @Test
    void numberInFromIsAssertedWhereATrustedTrunkAssertsNothingAndFromStays() {
        String from = "\"Carol\" <sip:089123456@trunk.example>;tag=trunk-tag";
        SipMessage forwarded = called(normalizing(), Map.of("From", from));
        assertThat(forwarded.values(Header.P_ASSERTED_IDENTITY))
                .containsExactly("<sip:+4989123456@trunk.example;user=phone>");
        assertThat(forwarded.header(Header.FROM)).isEqualTo(from);
    }

    @Test
    void numberOfWhomNobodyBelievesOrWhoMindsIsNotAsserted() {
        String from = "<sip:089123456@trunk.example>;tag=trunk-tag";
        SipMessage shy = called(normalizing(), Map.of("From", from, "Privacy", "id"));
        assertThat(shy.count(Header.P_ASSERTED_IDENTITY)).isZero();
        TrunkFile.Trunk stranger = normalizing();
        stranger.trusted = false;
        SipMessage untrusted = called(stranger, Map.of("From", from, "P-Asserted-Identity", "<sip:089@trunk.example>"));
        assertThat(untrusted.count(Header.P_ASSERTED_IDENTITY)).isZero();
    }

    @Test
    void normalizedNumberIsNotToldToATrunkThatIsNotTrusted() {
        TrunkFile.Trunk transit = normalizing();
        transit.transit = true;
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(transit).trunk(trunkB()).route("+", "b"));
        scene.edge.udp(
                A1, inbound(A1, "sip:+33123@192.0.2.1", Map.of("From", "<sip:089123456@trunk.example>;tag=trunk-tag")));
        EdgeHarness.Sent out = scene.edge.requests().getFirst();
        assertThat(out.toText()).isEqualTo(B1);
        assertThat(out.message().count(Header.P_ASSERTED_IDENTITY)).isZero();
    }

    private static String text(SipMessage message) {
        return new String(message.bytes(), StandardCharsets.ISO_8859_1);
    }
}
