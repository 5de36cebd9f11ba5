package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.OutboundConfig;

/** Calls to and from phones that are only reached over their flow, through two edges (RFC 5626 sections 5.3 and 7). */
class FlowCallTest {
    private static final String NAT = "203.0.113.5:40000";
    private static final String BOBS_CONTACT = "sip:bob@10.0.0.2:5064";

    private final Site site = new Site();

    private void bobRegisters(EdgeHarness edge, Flow flow, int regId, int cseq) {
        Map<String, String> headers = new HashMap<>();
        headers.put("To", "<sip:bob@example.org>");
        headers.put("From", "<sip:bob@example.org>;tag=b");
        headers.put("Call-ID", "reg-bob-" + regId);
        headers.put("CSeq", cseq + " REGISTER");
        headers.put("Via", "SIP/2.0/" + flow.transport() + " 10.0.0.2:5064;rport;branch=z9hG4bKr" + regId + cseq);
        String ids = ";+sip.instance=\"<urn:uuid:0-b>\";reg-id=" + regId;
        headers.put("Contact", "<" + BOBS_CONTACT + ">" + (regId == 0 ? "" : ids));
        headers.put("Supported", "path, outbound");
        site.over(edge, flow, register(headers));
        assertThat(site.outside().getLast().message().status()).isEqualTo(200);
    }

    private static Sent only(String method, List<Sent> sent) {
        List<Sent> matching = sent.stream()
                .filter(one ->
                        one.message().isRequest() && one.message().method().equals(method))
                .toList();
        assertThat(matching).as("%s in %s", method, sent).hasSize(1);
        return matching.getFirst();
    }

    private static SipMessage finalResponse(List<Sent> sent) {
        return sent.stream()
                .map(Sent::message)
                .filter(one -> !one.isRequest() && one.status() >= 200)
                .reduce((first, second) -> {
                    throw new AssertionError("two final responses: " + first + second);
                })
                .orElseThrow(() -> new AssertionError("no final response in " + sent));
    }

    private Sent aliceCalls() {
        site.udp(site.a, ALICE, invite());
        return only("INVITE", site.outside());
    }

    /** What bob sends inside the dialog of an INVITE that reached him. */
    private static String fromBob(String method, SipMessage invite, Flow flow) {
        return request(
                method,
                invite.contacts().getFirst().uriText(),
                ALICE,
                Map.of(
                        "Via", "SIP/2.0/" + flow.transport() + " 10.0.0.2:5064;rport;branch=z9hG4bK-bob-" + method,
                        "From", invite.header(Header.TO) + ";tag=bob-tag",
                        "To", invite.header(Header.FROM),
                        "Route", String.join(", ", invite.values(Header.RECORD_ROUTE)),
                        "Contact", "<" + BOBS_CONTACT + ">"));
    }

    private static String fromAlice(String method, int cseq, SipMessage ok) {
        return Messages.inDialog(method, cseq, ok, Map.of());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void phoneIsReachedThroughAnotherEdgeAndTheDialogFindsItsFlow(Transport transport) {
        Flow bob = transport == Transport.UDP ? Flow.udp(EdgeHarness.address(NAT)) : site.stream(transport, NAT);
        bobRegisters(site.b, bob, 1, 1);

        Sent invite = aliceCalls();
        assertReached(invite, bob);
        assertThat(invite.message().requestUri()).isEqualTo(BOBS_CONTACT);
        assertThat(invite.message().count(Header.ROUTE)).isZero();

        site.over(site.b, bob, response(invite.message(), 200, "bob-tag", "Contact: <" + BOBS_CONTACT + ">"));
        SipMessage ok = finalResponse(site.outside());

        String firstRoute = ok.recordRoutes().getLast().uri().host();
        EdgeHarness first = firstRoute.equals("192.0.2.1") ? site.a : site.b;
        site.udp(first, ALICE, fromAlice("ACK", 1, ok));
        assertReached(only("ACK", site.outside()), bob);
        site.udp(first, ALICE, fromAlice("INFO", 2, ok));
        Sent info = only("INFO", site.outside());
        assertReached(info, bob);
        assertThat(info.message().count(Header.ROUTE)).isZero();
        site.over(site.b, bob, response(info.message(), 200, null));
        assertThat(finalResponse(site.outside()).status()).isEqualTo(200);

        site.over(site.b, bob, fromBob("BYE", invite.message(), bob));
        Sent bye = only("BYE", site.outside());
        assertThat(bye.toText()).isEqualTo(ALICE);
        assertThat(bye.message().count(Header.ROUTE)).isZero();
        site.udp(site.a, ALICE, response(bye.message(), 200, null));
    }

    private static void assertReached(Sent sent, Flow phone) {
        assertThat(sent.flow()).isEqualTo(phone);
        assertThat(sent.to()).as("no other way").isNull();
    }

    @Test
    void phoneBehindNatIsReachedAtTheEdgeItselfAndCallsFromThere() {
        Flow bob = Flow.udp(EdgeHarness.address(NAT));
        bobRegisters(site.a, bob, 0, 1);
        Sent invite = aliceCalls();
        assertReached(invite, bob);
        assertThat(invite.message().recordRoutes()).hasSize(1);
        site.over(site.a, bob, response(invite.message(), 486, "bob-tag"));
        assertThat(finalResponse(site.outside().stream()
                                .filter(one -> !one.message().isRequest())
                                .toList())
                        .status())
                .isEqualTo(486);

        String call = request(
                "INVITE",
                "sip:carol@example.org",
                ALICE,
                Map.of(
                        "Via", "SIP/2.0/UDP 10.0.0.2:5064;rport;branch=z9hG4bKcall",
                        "From", "<sip:bob@example.org>;tag=b",
                        "To", "<sip:carol@example.org>",
                        "Call-ID", "call-2",
                        "Contact", "<" + BOBS_CONTACT + ">"));
        site.overlay.put(aor("carol"), Messages.binding("sip:carol@198.51.100.3:5066"));
        site.over(site.a, bob, call);
        SipMessage atCarol = only("INVITE", site.outside()).message();
        assertThat(atCarol.recordRoutes()).hasSize(1);
        String bye = request(
                "BYE",
                BOBS_CONTACT,
                "198.51.100.3:5066",
                Map.of(
                        "From",
                        "<sip:carol@example.org>;tag=c",
                        "To",
                        atCarol.header(Header.FROM),
                        "Call-ID",
                        "call-2",
                        "Route",
                        atCarol.header(Header.RECORD_ROUTE)));
        site.udp(site.a, "198.51.100.3:5066", bye);
        assertReached(only("BYE", site.outside()), bob);
    }

    @Test
    void twoPhonesOnFlowsOfOneEdgeReachEachOther() {
        Flow bob = site.stream(Transport.TCP, NAT);
        Flow alice = site.stream(Transport.WS, "203.0.113.6:40000");
        bobRegisters(site.a, bob, 1, 1);
        String via = "SIP/2.0/WS x.invalid;branch=z9hG4bK-";
        String contact = "<sip:alice@x.invalid;transport=ws>";
        site.over(site.a, alice, invite(Map.of("Via", via + 1, "Contact", contact)));
        Sent invite = only("INVITE", site.outside());
        assertThat(invite.message().recordRoutes()).hasSize(2);
        site.over(site.a, bob, response(invite.message(), 200, "bob-tag", "Contact: <" + BOBS_CONTACT + ">"));
        SipMessage ok = finalResponse(site.outside());

        site.over(site.a, alice, Messages.inDialog("INFO", 2, ok, Map.of("Via", via + 2, "Contact", contact)));
        assertReached(only("INFO", site.outside()), bob);
        site.over(site.a, bob, fromBob("BYE", invite.message(), bob));
        assertReached(only("BYE", site.outside()), alice);
    }

    @Test
    void closedFlowIsA480AtOnce() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site.b, bob, 1, 1);
        site.breaks(bob);
        site.udp(site.a, ALICE, invite());
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
        assertThat(site.b.edge.counters().get(EdgeCounter.RESPONSES_4XX)).isEqualTo(1);
    }

    @Test
    void flowThatClosesBeforeThePhoneAnsweredIsA480AtOnce() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site.b, bob, 1, 1);
        aliceCalls();
        site.closes(site.b, bob);
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void edgeThatRefusesConnectionsIsA480AtOnce() {
        bobRegisters(site.b, site.stream(Transport.TCP, NAT), 1, 1);
        site.dies(Site.B);
        site.udp(site.a, ALICE, invite());
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void edgeThatVanishedIsA480AfterTwoSeconds() {
        bobRegisters(site.b, Flow.udp(EdgeHarness.address(NAT)), 1, 1);
        site.vanishes(Site.B);
        site.udp(site.a, ALICE, invite());
        site.pass(Duration.ofMillis(1_900));
        assertThat(site.outside()).extracting(one -> one.message().status()).containsOnly(100);
        site.pass(Duration.ofMillis(200));
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void phoneThatRingsIsNotGivenUp() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site.b, bob, 1, 1);
        Sent invite = aliceCalls();
        site.over(site.b, bob, response(invite.message(), 180, "bob-tag"));
        site.outside();
        site.pass(Duration.ofSeconds(10));
        site.closes(site.b, bob);
        assertThat(site.outside()).isEmpty();
    }

    @Test
    void flowOfAnEarlierRunOfTheEdgeIsA480AtOnce() {
        bobRegisters(site.b, site.stream(Transport.TCP, NAT), 1, 1);
        site.restartB();
        site.udp(site.a, ALICE, invite());
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void udpFlowOutlivesARestartOfItsEdge() {
        Flow bob = Flow.udp(EdgeHarness.address(NAT));
        bobRegisters(site.b, bob, 1, 1);
        site.restartB();
        assertReached(aliceCalls(), bob);
    }

    @Test
    void otherFlowOfThePhoneIsTriedWhenTheLatestFailed() {
        Flow first = site.stream(Transport.TCP, NAT);
        Flow second = site.stream(Transport.TCP, "203.0.113.5:40001");
        bobRegisters(site.a, first, 1, 1);
        bobRegisters(site.b, second, 2, 1);
        site.a.changed(aor("bob"));
        site.udp(site.a, ALICE, invite());
        List<Sent> sent = site.outside();
        Flow used = only("INVITE", sent).flow();

        Flow other = used.equals(first) ? second : first;
        EdgeHarness holder = used.equals(first) ? site.a : site.b;
        site.closes(holder, used);
        Sent again = only("INVITE", site.outside());
        assertReached(again, other);
        assertThat(site.a.edge.counters().get(EdgeCounter.FLOWS_TRIED_NEXT)).isEqualTo(1);
    }

    @Test
    void flowRegisteredLastIsTriedFirst() {
        Flow older = site.stream(Transport.TCP, NAT);
        Flow newer = site.stream(Transport.TCP, "203.0.113.5:40001");
        bobRegisters(site.a, newer, 1, 1);
        bobRegisters(site.a, older, 2, 1);
        site.overlay.bindingsOf(aor("bob")).forEach(one -> {
            long stored = one.regId() == 1 ? 2_000 : 1_000;
            site.overlay.put(
                    aor("bob"),
                    new Binding(
                            one.key(),
                            one.contact(),
                            one.q(),
                            3600,
                            one.path(),
                            one.callId(),
                            one.cseq(),
                            "",
                            one.instance(),
                            one.regId(),
                            stored));
        });
        site.a.changed(aor("bob"));
        assertReached(aliceCalls(), newer);
    }

    @Test
    void closedStreamOfAPhoneThatNobodyHidesIsFollowedByANewOne() {
        Flow bob = site.stream(Transport.TCP, "198.51.100.2:40000");
        String registration = register(Map.of(
                "Via", "SIP/2.0/TCP 198.51.100.2:5064;branch=z9hG4bKr",
                "To", "<sip:bob@example.org>",
                "Contact", "<sip:bob@198.51.100.2:5064;transport=tcp>"));
        site.over(site.b, bob, registration);
        site.outside();
        assertReached(aliceCalls(), bob);

        site.breaks(bob);
        String via = "SIP/2.0/UDP " + ALICE + ";branch=z9hG4bK2";
        site.udp(site.a, ALICE, invite(Map.of("Call-ID", "call-2", "Via", via)));
        Sent invite = only("INVITE", site.outside());
        assertThat(invite.flow()).isNull();
        assertThat(invite.toText()).isEqualTo("198.51.100.2:5064");
    }

    @Test
    void phoneThatMovedToAnotherEdgeIsFoundThere() {
        Flow before = site.stream(Transport.TCP, NAT);
        Flow now = site.stream(Transport.TCP, "203.0.113.5:40001");
        bobRegisters(site.a, before, 1, 1);
        site.breaks(before);
        bobRegisters(site.b, now, 1, 2);
        assertReached(aliceCalls(), now);
    }

    @Test
    void answerOfThePhoneIsNotAskedForOnItsOtherFlow() {
        Flow first = site.stream(Transport.TCP, NAT);
        Flow second = site.stream(Transport.TCP, "203.0.113.5:40001");
        bobRegisters(site.a, first, 1, 1);
        bobRegisters(site.a, second, 2, 1);
        Sent invite = aliceCalls();
        site.over(site.a, invite.flow(), response(invite.message(), 486, "bob-tag"));
        List<Sent> sent = site.outside();
        assertThat(sent)
                .filteredOn(one -> one.message().isRequest())
                .extracting(one -> one.message().method())
                .containsExactly("ACK");
        assertThat(finalResponse(sent).status()).isEqualTo(486);
    }

    @Test
    void forgedTokenIsA403AndCounted() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site.b, bob, 1, 1);
        String path = site.overlay.bindingsOf(aor("bob")).getFirst().path().getFirst();
        String forged = path.replaceFirst("sip:..", "sip:xx");
        site.udp(site.b, ALICE, request("OPTIONS", BOBS_CONTACT, ALICE, Map.of("Route", forged)));
        assertThat(finalResponse(site.outside()).status()).isEqualTo(403);
        assertThat(site.b.edge.counters().get(EdgeCounter.ROUTE_TOKENS_FORGED)).isEqualTo(1);
    }

    @Test
    void tokenOfADialogOpensNoOther() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site.a, bob, 1, 1);
        Sent invite = aliceCalls();
        site.over(site.a, bob, response(invite.message(), 200, "bob-tag", "Contact: <" + BOBS_CONTACT + ">"));
        SipMessage ok = finalResponse(site.outside());
        String other = Messages.inDialog("INFO", 2, ok, Map.of("Call-ID", "call-9"));
        site.udp(site.a, ALICE, other);
        assertThat(finalResponse(site.outside()).status()).isEqualTo(403);
    }

    @Test
    void ownFlowGivesAPhoneNoWayOut() {
        Flow bob = Flow.udp(EdgeHarness.address(NAT));
        bobRegisters(site.a, bob, 1, 1);
        String path = site.overlay.bindingsOf(aor("bob")).getFirst().path().getFirst();
        site.udp(
                site.a,
                NAT,
                request(
                        "INVITE",
                        "sip:900@premium.example.com",
                        NAT,
                        Map.of(
                                "Route",
                                path,
                                "To",
                                "<sip:900@premium.example.com>;tag=x",
                                "From",
                                "<sip:x@y.example>;tag=y")));
        assertThat(finalResponse(site.outside()).status()).isEqualTo(403);
    }

    @Test
    void anyEdgeTakesTheByeAfterTheEdgeOfTheCallDied() {
        OutboundConfig common =
                new OutboundConfig(OutboundConfig.Flows.NEEDED, 120, null, 2_000, "sip.example.net", 5060);
        Site shared = new Site(EdgeConfig.Auth.NONE, common);
        shared.overlay.put(aor("bob"), Messages.binding("sip:bob@198.51.100.2:5064"));
        shared.udp(shared.b, ALICE, invite());
        Sent invite = only("INVITE", shared.outside());
        assertThat(invite.message().recordRoutes().getFirst().uri().host()).isEqualTo("sip.example.net");
        shared.udp(
                shared.b,
                "198.51.100.2:5064",
                response(invite.message(), 200, "bob-tag", "Contact: <sip:bob@198.51.100.2:5064>"));
        SipMessage ok = finalResponse(shared.outside());
        shared.dies(Site.B);
        shared.udp(shared.a, ALICE, Messages.inDialog("BYE", 2, ok, Map.of()));
        assertThat(only("BYE", shared.outside()).toText()).isEqualTo("198.51.100.2:5064");
    }

    @Test
    void anyEdgeTakesWhatGoesToAPhoneOnAFlowOfAnother() {
        OutboundConfig common =
                new OutboundConfig(OutboundConfig.Flows.NEEDED, 120, null, 2_000, "sip.example.net", 5060);
        Site shared = new Site(EdgeConfig.Auth.NONE, common);
        Flow bob = shared.stream(Transport.TCP, NAT);
        String contact = "<" + BOBS_CONTACT + ";transport=tcp>";
        String via = "SIP/2.0/TCP 10.0.0.2:5064;branch=z9hG4bKc";
        shared.overlay.put(aor("carol"), Messages.binding("sip:carol@198.51.100.3:5066"));
        shared.over(
                shared.b,
                bob,
                request("INVITE", "sip:carol@example.org", ALICE, Map.of("Via", via, "Contact", contact)));
        SipMessage atCarol = only("INVITE", shared.outside()).message();
        assertThat(atCarol.recordRoutes())
                .extracting(route -> route.uri().host())
                .containsExactly("sip.example.net", "192.0.2.9");
        String info = request(
                "INFO",
                BOBS_CONTACT,
                "198.51.100.3:5066",
                Map.of(
                        "From", "<sip:carol@example.org>;tag=c",
                        "To", atCarol.header(Header.FROM),
                        "Route", String.join(", ", atCarol.values(Header.RECORD_ROUTE))));
        shared.udp(shared.a, "198.51.100.3:5066", info);
        assertReached(only("INFO", shared.outside()), bob);
    }

    @Test
    void strictRouterBeforeTheEdgeDoesNotHideTheFlow() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site.a, bob, 1, 1);
        Sent invite = aliceCalls();
        site.over(site.a, bob, response(invite.message(), 200, "bob-tag", "Contact: <" + BOBS_CONTACT + ">"));
        SipMessage ok = finalResponse(site.outside());
        List<String> routes = ok.values(Header.RECORD_ROUTE).reversed();
        String ours = routes.getFirst().substring(1, routes.getFirst().length() - 1);
        String rest = String.join(", ", routes.subList(1, routes.size())) + (routes.size() > 1 ? ", " : "");
        String strict = Messages.inDialog("INFO", 2, ok, Map.of("Route", rest + "<" + BOBS_CONTACT + ">"))
                .replaceFirst("INFO \\S+", "INFO " + ours);
        site.udp(site.a, ALICE, strict);
        Sent info = only("INFO", site.outside());
        assertReached(info, bob);
        assertThat(info.message().requestUri()).isEqualTo(BOBS_CONTACT);
    }
}
