package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.A2;
import static org.p2psip.edge.TrunkScene.B1;
import static org.p2psip.edge.TrunkScene.inbound;
import static org.p2psip.edge.TrunkScene.trunkA;
import static org.p2psip.edge.TrunkScene.trunkB;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.trunk.TrunkConfig;

/** Calls that come by trunks: who they are from, whose numbers they call, what they may do. */
class TrunkInboundTest {
    private static TrunkFile file() {
        return new TrunkFile().trunk(trunkA()).trunk(trunkB()).route("+", "b").number("+4930555", 7, "bob");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:+4930555@192.0.2.1, bob",
        "sip:+4930555@example.org, bob",
        "sip:bob@example.org, bob",
    })
    void callByATrunkReachesWhoseNumberItIs(String uri, String user) {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.udp(A1, inbound(A1, uri, Map.of()));
        Sent forwarded = scene.edge.requests().getFirst();
        assertThat(forwarded.toText()).isEqualTo(BOB);
        assertThat(forwarded.message().requestUri()).startsWith("sip:" + user + "@");
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()).getFirst().calls())
                .isEqualTo(1);
        scene.edge.udp(BOB, response(forwarded.message(), 486, "t"));
        assertThat(scene.edge.calls).extracting(CallRecord::trunk).containsExactly("a");
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()).getFirst().calls())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "+4930700, 0, desk-{rest}, +493070012, desk-12",
        "+4930700, 9, desk-{rest}, +4930700123, ",
        "+49307, 0, {number}, +4930712, +4930712",
    })
    void prefixesOfNumbersMakeUserNames(String prefix, int digits, String template, String number, String user) {
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunkA()).number(prefix, digits, template));
        if (user != null) {
            scene.edge.overlay.put(new Aor(user, "example.org"), Messages.binding("sip:phone@" + BOB));
        }
        scene.edge.udp(A1, inbound(A1, "sip:" + number + "@example.org", Map.of()));
        if (user == null) {
            assertThat(scene.edge.onlyResponse().status()).isEqualTo(404);
        } else {
            assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(BOB);
        }
    }

    @Test
    void numbersAsTheTrunkSendsThemAreNormalized() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.inboundCalled = TrunkFile.rules("030!", 1, "+49");
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, "sip:030555@192.0.2.1", Map.of()));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(BOB);
    }

    @ParameterizedTest
    @CsvSource({
        "line1, <sip:+4930555@trunk.example>",
        "+4930555, <sip:line@trunk.example>",
        "+4930555, <sip:trunk.example>",
    })
    void callToTheRegisteredContactGoesByTheNumberInToWhereThereIsOne(String contact, String to) {
        TrunkFile.Trunk trunk = trunkA();
        trunk.registration = new TrunkConfig.Registration(
                TrunkFile.uri("sip:" + A1), TrunkFile.uri("sip:line@trunk.example"), contact, Duration.ofMinutes(10));
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, "sip:" + contact + "@192.0.2.1:5060", Map.of("To", to)));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(BOB);
    }

    @Test
    void transitIsOnlyForTrunksThatMay() {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.udp(A1, inbound(A1, "sip:+43123@192.0.2.1", Map.of()));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(403);
        scene.edge.udp(A1, inbound(A1, "sip:carol@198.51.100.99", Map.of("Call-ID", "2", "CSeq", "2 INVITE")));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(403);

        TrunkFile.Trunk transit = trunkA();
        transit.transit = true;
        TrunkScene allowed =
                new TrunkScene(new TrunkFile().trunk(transit).trunk(trunkB()).route("+", "b"));
        allowed.edge.udp(A1, inbound(A1, "sip:+43123@192.0.2.1", Map.of()));
        assertThat(allowed.edge.requests().getFirst().toText()).isEqualTo(B1);
        assertThat(allowed.edge.edge.trunkStatus(allowed.edge.now()))
                .extracting(status -> status.trunk() + status.calls())
                .containsExactly("a1", "a1", "b1");
    }

    @Test
    void whoIsNoTrunkMayCallOursButNotLeave() {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.udp(A2, inbound(A2, "sip:+4930555@example.org", Map.of()));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(BOB);
        scene.edge.udp(A2, inbound(A2, "sip:+43123@example.org", Map.of("Call-ID", "2", "CSeq", "2 INVITE")));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void sourceOfATrunkIsFoundByItsLongestRange() {
        TrunkFile.Trunk wide = trunkA();
        wide.sources = List.of(AddressRange.parse("198.51.100.0/24").orElseThrow());
        TrunkFile.Trunk narrow = trunkB();
        narrow.sources = List.of(AddressRange.parse("198.51.100.48/29").orElseThrow());
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(wide).trunk(narrow).number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@192.0.2.1", Map.of()));
        scene.edge.udp(B1, inbound(B1, "sip:+4930555@192.0.2.1", Map.of("Call-ID", "2", "CSeq", "2 INVITE")));
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()))
                .extracting(status -> status.trunk() + status.calls())
                .containsExactly("a1", "a1", "b1");
    }

    @Test
    void certificateTellsWhichTrunkItIs() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.tlsNames = Set.of("trunk.example");
        trunk.transit = true;
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(trunk).trunk(trunkB()).route("+", "b"));
        String invite = inbound(A1, "sip:+43123@192.0.2.1", Map.of("Via", "SIP/2.0/TLS " + A1 + ";branch=z9hG4bK7"));
        byte[] bytes = EdgeHarness.wire(invite);
        Flow stranger = new Flow(Transport.TLS, EdgeHarness.address(A1), 7, Set.of("other.example"));
        scene.edge.receive(stranger, SipParser.datagram(bytes, 0, bytes.length));
        assertThat(scene.edge.onlyResponse().status())
                .as("right address, wrong name")
                .isEqualTo(403);
        byte[] again = EdgeHarness.wire(invite.replace("z9hG4bK7", "z9hG4bK8").replace("call-1", "call-2"));
        Flow trusted = new Flow(Transport.TLS, EdgeHarness.address(A1), 8, Set.of("trunk.example"));
        scene.edge.receive(trusted, SipParser.datagram(again, 0, again.length));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(B1);
    }

    @Test
    void trunkWithAPasswordHasToProveIt() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.sources = List.of();
        trunk.inboundLogin = new TrunkConfig.Login("gw", "trunk-secret");
        trunk.transit = true;
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(trunk).trunk(trunkB()).route("+", "b"));
        String uri = "sip:+43123@example.org";
        scene.edge.udp(A2, inbound(A2, uri, Map.of()));
        SipMessage challenge = scene.edge.onlyResponse();
        assertThat(challenge.status()).isEqualTo(407);
        assertThat(answer(scene, uri, challenge, "wrong", 2)).isEqualTo(407);
        scene.edge.udp(A2, proven(uri, challenge, "trunk-secret", 3));
        Sent out = scene.edge.requests().getFirst();
        assertThat(out.toText()).isEqualTo(B1);
        assertThat(out.message().count(Header.PROXY_AUTHORIZATION)).isZero();
    }

    private static int answer(TrunkScene scene, String uri, SipMessage challenge, String password, int cseq) {
        scene.edge.udp(A2, proven(uri, challenge, password, cseq));
        return scene.edge.onlyResponse().status();
    }

    private static String proven(String uri, SipMessage challenge, String password, int cseq) {
        String credentials =
                new Phone("gw", password).answer(DigestAlgorithm.MD5, "INVITE", uri, Phone.nonce(challenge), 1);
        return inbound(
                A2,
                uri,
                Map.of(
                        "Proxy-Authorization",
                        credentials,
                        "CSeq",
                        cseq + " INVITE",
                        "Via",
                        "SIP/2.0/UDP " + A2 + ";branch=z9hG4bK-p" + cseq));
    }

    @Test
    void limitsHoldForCallsInBothDirections() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.limits = new TrunkConfig.Limits(0, 1, Duration.ofHours(1));
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a").number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@192.0.2.1", Map.of()));
        scene.edge.sent();
        SipMessage refusal = scene.refused("sip:+33123@example.org");
        assertThat(refusal.status()).isEqualTo(503);
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@192.0.2.1", Map.of("Call-ID", "2", "CSeq", "2 INVITE")));
        SipMessage second = scene.edge.onlyResponse();
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.header(Header.REASON)).contains("Is Full");
        assertThat(second.header(Header.RETRY_AFTER)).isNotNull();
    }

    @Test
    void callsThatAreUpOutliveAChangeOfTheFile() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.limits = new TrunkConfig.Limits(0, 1, Duration.ofHours(1));
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@192.0.2.1", Map.of()));
        scene.edge.udp(
                BOB, response(scene.edge.requests().getFirst().message(), 200, "t", "Contact: <sip:bob@" + BOB + ">"));
        SipMessage ok = scene.edge.onlyResponse();
        scene.edge.trunks(new TrunkFile().read());
        scene.edge.udp(A1, Messages.inDialog("BYE", 2, ok, Map.of("Via", "SIP/2.0/UDP " + A1 + ";branch=z9hG4bKbye")));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(BOB);
        scene.edge.trunks(
                new TrunkFile().trunk(trunk).number("+4930555", 7, "bob").read());
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()).getFirst().calls())
                .isZero();
    }
}
