package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.inbound;
import static org.p2psip.edge.TrunkScene.trunkA;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.trunk.Callers;

/** Calls that enter at one site and leave by another site's trunk. */
class GatewayRecordTest {
    private static final String SITE = "203.0.113.5:5060";

    private static TrunkFile file(String... ownPrefixes) {
        TrunkFile file = new TrunkFile()
                .trunk(new TrunkFile.Trunk("a").host("sip:" + A1, 0, 1).source("198.51.100.51/32"));
        for (String prefix : ownPrefixes) {
            file.route(prefix, "a");
        }
        file.findsGateways = true;
        return file;
    }

    private static Gateway record(String prefix, String target) {
        return new Gateway(prefix, "sip:" + target, 0, 1, "elsewhere");
    }

    @Test
    void numberWithoutARouteLeavesByTheSiteThatReachesIt() {
        TrunkScene scene = new TrunkScene(file("+49"));
        scene.edge.overlay.reach(record("+33", SITE));
        Sent out = scene.call("sip:+33123@example.org");
        assertThat(out.toText()).isEqualTo(SITE);
        assertThat(out.message().requestUri()).isEqualTo("sip:+33123@" + SITE + ";user=phone");
        assertThat(out.message().values(Header.P_ASSERTED_IDENTITY)).containsExactly("<sip:alice@example.org>");
        assertThat(scene.refused("sip:+34123@example.org").status()).isEqualTo(503);
    }

    @Test
    void longerPrefixComesFirstAndOfEqualOnesOurs() {
        TrunkScene scene = new TrunkScene(file("+33"));
        scene.edge.overlay.reach(record("+331", SITE));
        scene.edge.overlay.reach(record("+33", "203.0.113.9:5060"));
        Sent first = scene.call("sip:+33123@example.org");
        assertThat(first.toText()).isEqualTo(SITE);
        scene.edge.udp(SITE, response(first.message(), 503, "t"));
        Sent second = scene.edge.requests().getLast();
        assertThat(second.toText()).isEqualTo(A1);
        scene.edge.udp(A1, response(second.message(), 503, "t"));
        assertThat(scene.edge.requests().getLast().toText()).isEqualTo("203.0.113.9:5060");
    }

    @Test
    void callThatCameByATrunkDoesNotGoToAnotherSite() {
        TrunkScene scene = new TrunkScene(file("+49"));
        scene.edge.overlay.reach(record("+33", SITE));
        scene.edge.udp(A1, inbound(A1, "sip:+33123@192.0.2.1", Map.of()));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(404);
    }

    @Test
    void otherSiteThatIsATrunkWithTransitLeavesByOurs() {
        TrunkFile.Trunk site =
                new TrunkFile.Trunk("site-b").host("sip:" + SITE, 0, 1).source("203.0.113.5/32");
        site.transit = true;
        site.trusted = true;
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(trunkA()).trunk(site).route("+33", "a"));
        scene.edge.udp(SITE, inbound(SITE, "sip:+33123@192.0.2.1", Map.of()));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(A1);
    }

    @Test
    void overlayThatDoesNotAnswerLeavesOurOwnTrunks() {
        TrunkScene scene = new TrunkScene(file("+33"));
        scene.edge.overlay.setDown(false);
        scene.call("sip:+33123@example.org");
        scene.edge.overlay.setDown(true);
        assertThat(scene.call("sip:+33123@example.org").toText()).isEqualTo(A1);
    }

    @Test
    void userWithoutThePermissionReachesNoOtherSite() {
        TrunkFile file = file("+49");
        file.foreign = Callers.NOBODY;
        TrunkScene scene = new TrunkScene(file);
        scene.edge.overlay.reach(record("+33", SITE));
        assertThat(scene.refused("sip:+33123@example.org").status()).isEqualTo(403);
    }

    @Test
    void ownPrefixesArePublishedAgainBeforeTheyExpire() {
        TrunkFile file = file("+49").publish(new Gateway("+49", "sip:edge.site-a.example", 1, 1, "site-a"));
        TrunkScene scene = new TrunkScene(file);
        assertThat(scene.edge.overlay.asked(EdgeCommand.PublishGateways.class))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.gateways()).extracting(Gateway::prefix).containsExactly("+49");
                    assertThat(one.lifetimeSeconds()).isEqualTo(900);
                });
        scene.edge.pass(Duration.ofSeconds(899));
        assertThat(scene.edge.overlay.asked(EdgeCommand.PublishGateways.class)).hasSize(3);
        scene.edge.overlay.setDown(true);
        scene.edge.pass(Duration.ofSeconds(35));
        scene.edge.overlay.setDown(false);
        assertThat(scene.edge.edge.counters().get(EdgeCounter.GATEWAY_RECORDS_FAILED))
                .isBetween(3L, 4L);
        scene.edge.trunks(new TrunkFile().read());
        int before = scene.edge.overlay.asked(EdgeCommand.PublishGateways.class).size();
        scene.edge.pass(Duration.ofHours(1));
        assertThat(scene.edge.overlay.asked(EdgeCommand.PublishGateways.class)).hasSize(before);
    }
}
