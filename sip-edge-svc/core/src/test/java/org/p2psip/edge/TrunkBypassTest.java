package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.request;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.B1;
import static org.p2psip.edge.TrunkScene.inbound;
import static org.p2psip.edge.TrunkScene.trunkA;
import static org.p2psip.edge.TrunkScene.trunkB;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.ProxyConfig;

/** Nobody gets to a trunk's host but by the trunk: it trusts this edge, and would call at our expense. */
class TrunkBypassTest {
    private static final String STRANGER = "198.51.100.99:5060";
    private static final String SITE = "203.0.113.5:5060";
    private static final String NAME = "sbc.trunk.example";

    private static TrunkFile file() {
        return new TrunkFile().trunk(trunkA()).trunk(trunkB()).route("+49", "a").number("+4930555", 7, "bob");
    }

    private static void refuses(TrunkScene scene) {
        SipMessage refusal = scene.edge.onlyResponse();
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.reason()).isEqualTo("No Way To This Trunk");
        assertThat(scene.edge.edge.counters().get(EdgeCounter.TRUNK_BYPASSES_REFUSED))
                .isEqualTo(1);
    }

    /** Somebody calls bob, who answers; what the caller knows of the dialog then. */
    private static SipMessage answeredByBob(TrunkScene scene, String invite) {
        scene.edge.udp(invite.contains(A1) ? A1 : STRANGER, invite);
        SipMessage forwarded = scene.edge.requests().getFirst().message();
        scene.edge.udp(BOB, response(forwarded, 200, "t", "Contact: <sip:bob@" + BOB + ">"));
        return scene.edge.onlyResponse();
    }

    private static String ofStranger() {
        return request(
                "INVITE",
                "sip:bob@example.org",
                STRANGER,
                Map.of("From", "<sip:x@elsewhere.example>;tag=x", "Call-ID", "call-x"));
    }

    private static String inside(SipMessage ok, String method, String uri, String from) {
        return request(
                method,
                uri,
                from,
                Map.of(
                        "Via", "SIP/2.0/UDP " + from + ";rport;branch=z9hG4bK-inside-" + method,
                        "From", ok.header(Header.FROM),
                        "To", ok.header(Header.TO),
                        "Call-ID", ok.callId(),
                        "CSeq", "7 " + method,
                        "Route",
                                String.join(", ", ok.values(Header.RECORD_ROUTE).reversed())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sip:+1900123@" + A1, "sip:+1900123@" + A1 + ";transport=tcp", "sip:+1900123@sneaky.example"})
    void dialogOfAnotherCallLeadsToNoTrunk(String uri) {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.dns.host("sneaky.example", "198.51.100.51");
        SipMessage ok = answeredByBob(scene, ofStranger());
        scene.edge.udp(STRANGER, inside(ok, "INVITE", uri, STRANGER));
        refuses(scene);
    }

    @Test
    void dialogOfOneTrunkLeadsToNoOther() {
        TrunkScene scene = new TrunkScene(file());
        SipMessage ok = answeredByBob(scene, inbound(A1, "sip:+4930555@192.0.2.1", Map.of()));
        scene.edge.udp(A1, inside(ok, "INVITE", "sip:+1900123@" + B1, A1));
        refuses(scene);
    }

    @Test
    void acknowledgementOfAnotherCallLeadsToNoTrunk() {
        TrunkScene scene = new TrunkScene(file());
        SipMessage ok = answeredByBob(scene, ofStranger());
        scene.edge.udp(STRANGER, inside(ok, "ACK", "sip:+1900123@" + A1, STRANGER));
        assertThat(scene.edge.sent()).isEmpty();
        assertThat(scene.edge.edge.counters().get(EdgeCounter.TRUNK_BYPASSES_REFUSED))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sip:+4912@" + A1, "sip:+4912@sneaky.example:5060", "sip:+4912@x.example;maddr=198.51.100.51"})
    void userWhoMayCallForeignDomainsDialsNoTrunk(String uri) {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.dns.host("sneaky.example", "198.51.100.51");
        scene.send("INVITE", uri, Map.of());
        refuses(scene);
    }

    @Test
    void routeOfAUserLeadsToNoTrunk() {
        TrunkScene scene = new TrunkScene(file());
        scene.send("INVITE", "sip:+1900123@elsewhere.example", Map.of("Route", "<sip:" + A1 + ";lr>"));
        refuses(scene);
    }

    @Test
    void contactThatAUserRegisteredLeadsToNoTrunk() {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.overlay.put(aor("carol"), binding("sip:+1900123@" + A1));
        scene.send("INVITE", "sip:carol@example.org", Map.of());
        refuses(scene);
    }

    private static TrunkScene named(String... addresses) {
        TrunkScene scene = new TrunkScene(new TrunkFile());
        scene.edge.dns.host(NAME, addresses);
        TrunkFile.Trunk trunk = new TrunkFile.Trunk("a").host("sip:" + NAME + ":5060", 0, 1);
        scene.edge.trunks(new TrunkFile().trunk(trunk).route("+", "a").read());
        return scene;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:+4912@" + A1, "sip:+4912@" + NAME + ":5060", "sip:+4912@sneaky.example:5060"})
    void trunkThatIsKnownByNameIsFoundByItsAddress(String uri) {
        TrunkScene scene = named("198.51.100.52", "198.51.100.51");
        scene.edge.dns.host("sneaky.example", "198.51.100.51");
        scene.send("INVITE", uri, Map.of());
        refuses(scene);
    }

    @Test
    void nameOfATrunkThatLeadsElsewhereNowIsLookedUpAgain() {
        TrunkScene scene = named("198.51.100.52");
        assertThat(scene.call("sip:+1900123@" + A1).toText()).isEqualTo(A1);
        scene.edge.dns.host(NAME, "198.51.100.51");
        scene.edge.pass(Duration.ofSeconds(61));
        scene.edge.sent();
        scene.send("INVITE", "sip:+1900123@" + A1, Map.of());
        refuses(scene);
    }

    @Test
    void addressThatACallFoundIsTheTrunksFromThenOn() {
        TrunkScene scene = named("198.51.100.52");
        scene.edge.dns.host(NAME, "198.51.100.51");
        assertThat(scene.call("sip:+33123@example.org").toText()).isEqualTo(A1);
        scene.send("INVITE", "sip:+1900123@" + A1, Map.of());
        refuses(scene);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dialogOfATrunkThatCalledLeadsBackToIt(boolean hidden) {
        TrunkFile.Trunk trunk = trunkA();
        trunk.hideTopology = hidden;
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@192.0.2.1", Map.of()));
        SipMessage forwarded = scene.edge.requests().getFirst().message();
        String ok = response(forwarded, 200, "t", "Contact: <sip:bob@" + BOB + ">");
        scene.edge.udp(BOB, ok);
        scene.edge.sent();
        Map<String, String> back = Map.of(
                "From", forwarded.header(Header.TO) + ";tag=t",
                "To", forwarded.header(Header.FROM),
                "Call-ID", forwarded.callId(),
                "Route", forwarded.header(Header.RECORD_ROUTE));
        scene.edge.udp(BOB, request("BYE", "sip:gw@" + A1, BOB, back));
        assertThat(scene.edge.onlySent().toText()).isEqualTo(A1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void dialogOfATrunkThatWasCalledLeadsThereAgain(boolean hidden, boolean renamed) {
        TrunkFile.Trunk trunk = trunkA();
        trunk.hideTopology = hidden;
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        Sent out = scene.call("sip:+33123@example.org");
        scene.edge.udp(A1, response(out.message(), 200, "t", "Contact: <sip:gw@" + A1 + ">"));
        SipMessage ok = scene.edge.onlyResponse();
        if (renamed) {
            scene.edge.trunks(new TrunkFile()
                    .trunk(new TrunkFile.Trunk("other").host("sip:" + A1, 0, 1))
                    .route("+", "other")
                    .read());
        }
        for (String method : List.of("ACK", "INVITE", "BYE")) {
            scene.edge.udp(Messages.ALICE, Messages.inDialog(method, 3, ok, Map.of()));
            assertThat(scene.edge.requests()).as(method).singleElement().satisfies(one -> assertThat(one.toText())
                    .isEqualTo(A1));
        }
    }

    @Test
    void emergencyCallGoesToATrunkWhereThatIsConfigured() {
        TestConfig config = TestConfig.withDigest();
        config.proxy = new ProxyConfig(false, SipUri.parse("sip:112@" + A1));
        EdgeHarness edge = config.start();
        edge.trunks(file().read());
        edge.udp(STRANGER, request("INVITE", "urn:service:sos", STRANGER, Map.of()));
        assertThat(edge.onlySent().toText()).isEqualTo(A1);
    }

    private static TrunkScene beside() {
        TrunkFile.Trunk site =
                new TrunkFile.Trunk("site-b").host("sip:" + SITE, 0, 1).source("203.0.113.5/32");
        site.transit = true;
        TrunkFile file = file().trunk(site);
        file.findsGateways = true;
        return new TrunkScene(file);
    }

    @Test
    void otherSiteThatIsATrunkIsReachedByRecordsAndPathsOnly() {
        TrunkScene scene = beside();
        scene.send("INVITE", "sip:+1900123@" + SITE, Map.of());
        refuses(scene);

        Binding abroad =
                new Binding("k", "sip:carol@10.0.0.1", 1000, 60, List.of("<sip:token@" + SITE + ";lr;ob>"), "c", 1, "");
        scene.edge.overlay.put(aor("carol"), abroad);
        assertThat(scene.call("sip:carol@example.org").toText()).isEqualTo(SITE);

        scene.edge.overlay.reach(new Gateway("+33", "sip:" + SITE, 0, 1, "elsewhere"));
        Sent out = scene.call("sip:+33123@example.org");
        assertThat(out.toText()).isEqualTo(SITE);
        scene.edge.udp(SITE, response(out.message(), 200, "t", "Contact: <sip:gw@" + SITE + ">"));
        SipMessage ok = scene.edge.onlyResponse();
        scene.edge.udp(Messages.ALICE, Messages.inDialog("BYE", 3, ok, Map.of()));
        assertThat(scene.edge.onlySent().toText()).isEqualTo(SITE);
    }

    @Test
    void whatIsInsideADialogBeginsNoCallOfATrunk() {
        TrunkFile.Trunk transit = trunkA();
        transit.transit = true;
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(transit).trunk(trunkB()).route("+", "b"));
        scene.edge.udp(A1, inbound(A1, "sip:+1900123@192.0.2.1", Map.of("To", "<sip:x@192.0.2.1>;tag=made-up")));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(404);
    }

    @Test
    void whereNoTrunkIsAnybodyMayBeSentTo() {
        TrunkScene scene = new TrunkScene(new TrunkFile());
        assertThat(scene.call("sip:+4912@" + A1).toText()).isEqualTo(A1);
        assertThat(scene.edge.edge.counters().get(EdgeCounter.TRUNK_BYPASSES_REFUSED))
                .isZero();
    }
}
