package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.FlowCalls.BOBS_CONTACT;
import static org.p2psip.edge.FlowCalls.NAT;
import static org.p2psip.edge.FlowCalls.aliceCalls;
import static org.p2psip.edge.FlowCalls.assertReached;
import static org.p2psip.edge.FlowCalls.bobRegisters;
import static org.p2psip.edge.FlowCalls.finalResponse;
import static org.p2psip.edge.FlowCalls.fromAlice;
import static org.p2psip.edge.FlowCalls.fromBob;
import static org.p2psip.edge.FlowCalls.only;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.request;

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
    private final Site site = new Site();

    @ParameterizedTest
    @EnumSource(Transport.class)
    void phoneIsReachedThroughAnotherEdgeAndTheDialogFindsItsFlow(Transport transport) {
        Flow bob = transport == Transport.UDP ? Flow.udp(EdgeHarness.address(NAT)) : site.stream(transport, NAT);
        bobRegisters(site, site.b, bob, 1, 1);

        Sent invite = aliceCalls(site);
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

    @Test
    void phoneBehindNatIsReachedAtTheEdgeItselfAndCallsFromThere() {
        Flow bob = Flow.udp(EdgeHarness.address(NAT));
        bobRegisters(site, site.a, bob, 0, 1);
        Sent invite = aliceCalls(site);
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
        bobRegisters(site, site.a, bob, 1, 1);
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
    void forgedTokenIsA403AndCounted() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site, site.b, bob, 1, 1);
        String path = site.overlay.bindingsOf(aor("bob")).getFirst().path().getFirst();
        String forged = path.replaceFirst("sip:..", "sip:xx");
        site.udp(site.b, ALICE, request("OPTIONS", BOBS_CONTACT, ALICE, Map.of("Route", forged)));
        assertThat(finalResponse(site.outside()).status()).isEqualTo(403);
        assertThat(site.b.edge.counters().get(EdgeCounter.ROUTE_TOKENS_FORGED)).isEqualTo(1);
    }

    @Test
    void tokenOfADialogOpensNoOther() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site, site.a, bob, 1, 1);
        Sent invite = aliceCalls(site);
        site.over(site.a, bob, response(invite.message(), 200, "bob-tag", "Contact: <" + BOBS_CONTACT + ">"));
        SipMessage ok = finalResponse(site.outside());
        String other = Messages.inDialog("INFO", 2, ok, Map.of("Call-ID", "call-9"));
        site.udp(site.a, ALICE, other);
        assertThat(finalResponse(site.outside()).status()).isEqualTo(403);
    }

    @Test
    void ownFlowGivesAPhoneNoWayOut() {
        Flow bob = Flow.udp(EdgeHarness.address(NAT));
        bobRegisters(site, site.a, bob, 1, 1);
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
        bobRegisters(site, site.a, bob, 1, 1);
        Sent invite = aliceCalls(site);
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
