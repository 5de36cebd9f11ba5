package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.FlowCalls.NAT;
import static org.p2psip.edge.FlowCalls.aliceCalls;
import static org.p2psip.edge.FlowCalls.assertReached;
import static org.p2psip.edge.FlowCalls.bobRegisters;
import static org.p2psip.edge.FlowCalls.finalResponse;
import static org.p2psip.edge.FlowCalls.only;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.OutboundConfig;

/** What callers of a phone get when its flow or the edge that holds it is gone, and what is tried before. */
class FlowFailureTest {
    private final Site site = new Site();

    @Test
    void closedFlowIsA480AtOnce() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site, site.b, bob, 1, 1);
        site.breaks(bob);
        site.udp(site.a, ALICE, invite());
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
        assertThat(site.b.edge.counters().get(EdgeCounter.RESPONSES_4XX)).isEqualTo(1);
    }

    @Test
    void flowThatClosesBeforeThePhoneAnsweredIsA480AtOnce() {
        Flow bob = site.stream(Transport.TCP, NAT);
        bobRegisters(site, site.b, bob, 1, 1);
        aliceCalls(site);
        site.closes(site.b, bob);
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void edgeThatRefusesConnectionsIsA480AtOnce() {
        bobRegisters(site, site.b, site.stream(Transport.TCP, NAT), 1, 1);
        site.dies(Site.B);
        site.udp(site.a, ALICE, invite());
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void edgeThatVanishedIsA480AfterTwoSeconds() {
        bobRegisters(site, site.b, Flow.udp(EdgeHarness.address(NAT)), 1, 1);
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
        bobRegisters(site, site.b, bob, 1, 1);
        Sent invite = aliceCalls(site);
        site.over(site.b, bob, response(invite.message(), 180, "bob-tag"));
        site.outside();
        site.pass(Duration.ofSeconds(10));
        site.closes(site.b, bob);
        assertThat(site.outside()).isEmpty();
    }

    @Test
    void flowOfAnEarlierRunOfTheEdgeIsA480AtOnce() {
        bobRegisters(site, site.b, site.stream(Transport.TCP, NAT), 1, 1);
        site.restartB();
        site.udp(site.a, ALICE, invite());
        assertThat(finalResponse(site.outside()).status()).isEqualTo(480);
    }

    @Test
    void udpFlowOutlivesARestartOfItsEdge() {
        Flow bob = Flow.udp(EdgeHarness.address(NAT));
        bobRegisters(site, site.b, bob, 1, 1);
        site.restartB();
        assertReached(aliceCalls(site), bob);
    }

    /** Called as the user, or as that phone (RFC 5627). */
    @ParameterizedTest
    @ValueSource(strings = {"sip:bob@example.org", "sip:bob@example.org;gr=urn:uuid:0-b"})
    void otherFlowOfThePhoneIsTriedWhenTheLatestFailed(String called) {
        Flow first = site.stream(Transport.TCP, NAT);
        Flow second = site.stream(Transport.TCP, "203.0.113.5:40001");
        bobRegisters(site, site.a, first, 1, 1);
        bobRegisters(site, site.b, second, 2, 1);
        site.a.changed(aor("bob"));
        site.udp(site.a, ALICE, request("INVITE", called, ALICE, Map.of()));
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
        bobRegisters(site, site.a, newer, 1, 1);
        bobRegisters(site, site.a, older, 2, 1);
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
        assertReached(aliceCalls(site), newer);
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
        assertReached(aliceCalls(site), bob);

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
        bobRegisters(site, site.a, before, 1, 1);
        site.breaks(before);
        bobRegisters(site, site.b, now, 1, 2);
        assertReached(aliceCalls(site), now);
    }

    @Test
    void answerOfThePhoneIsNotAskedForOnItsOtherFlow() {
        Flow first = site.stream(Transport.TCP, NAT);
        Flow second = site.stream(Transport.TCP, "203.0.113.5:40001");
        bobRegisters(site, site.a, first, 1, 1);
        bobRegisters(site, site.a, second, 2, 1);
        Sent invite = aliceCalls(site);
        site.over(site.a, invite.flow(), response(invite.message(), 486, "bob-tag"));
        List<Sent> sent = site.outside();
        assertThat(sent)
                .filteredOn(one -> one.message().isRequest())
                .extracting(one -> one.message().method())
                .containsExactly("ACK");
        assertThat(finalResponse(sent).status()).isEqualTo(486);
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
}
