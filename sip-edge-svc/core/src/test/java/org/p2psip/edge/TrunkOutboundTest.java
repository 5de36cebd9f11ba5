package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.A2;
import static org.p2psip.edge.TrunkScene.B1;
import static org.p2psip.edge.TrunkScene.trunkA;
import static org.p2psip.edge.TrunkScene.trunkB;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.TrunkConfig;

/** Calls of users that leave by trunks: numbers, routes, permissions, failover, limits. */
class TrunkOutboundTest {
    private static TrunkFile file() {
        return new TrunkFile().trunk(trunkA()).trunk(trunkB()).route("+", "a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:0043123456@example.org, +43123456",
        "sip:089-123456@example.org, +4989123456",
        "sip:+33123456@example.org;user=phone, +33123456",
    })
    void dialledNumberIsNormalizedAndLeavesByItsRoute(String uri, String number) {
        Sent out = new TrunkScene(file()).call(uri);
        assertThat(out.toText()).isEqualTo(A1);
        assertThat(out.message().requestUri()).isEqualTo("sip:" + number + "@" + A1 + ";user=phone");
        assertThat(out.message().count(Header.PROXY_AUTHORIZATION)).isZero();
    }

    @Test
    void trunkGetsNumbersAsItWantsThem() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.called = TrunkFile.rules("+49!", 3, "0", "+.", 1, "00");
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        assertThat(scene.call("sip:+4989123@example.org").message().requestUri())
                .startsWith("sip:089123@");
        assertThat(scene.call("sip:+43123@example.org").message().requestUri()).startsWith("sip:0043123@");
    }

    @Test
    void longestPrefixDecides() {
        TrunkScene scene = new TrunkScene(new TrunkFile()
                .trunk(trunkA())
                .trunk(trunkB())
                .route("+49", "a")
                .route("+4989", "b"));
        assertThat(scene.call("sip:+493012@example.org").toText()).isEqualTo(A1);
        assertThat(scene.call("sip:+498912@example.org").toText()).isEqualTo(B1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void hostInTroubleIsFollowedByTheNextHostAndThenTheNextTrunk(int status) {
        TrunkScene scene = new TrunkScene(file());
        Sent first = scene.call("sip:+33123@example.org");
        scene.edge.udp(A1, response(first.message(), status, "t"));
        Sent second = lastInvite(scene);
        assertThat(second.toText()).isEqualTo(A2);
        scene.edge.udp(A2, response(second.message(), status, "t"));
        Sent third = lastInvite(scene);
        assertThat(third.toText()).isEqualTo(B1);
        scene.edge.udp(B1, response(third.message(), 200, "t", "Contact: <sip:gw@" + B1 + ">"));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(200);
        assertThat(scene.edge.edge.counters().get(EdgeCounter.TRUNK_FAILOVERS)).isEqualTo(2);
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()))
                .extracting(status1 -> status1.calls() + "/" + status1.failovers())
                .containsExactly("0/1", "0/1", "1/0");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 408, 480, 486, 484, 600, 603})
    void answerOfTheCalledPartyIsFinal(int status) {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.udp(A1, response(scene.call("sip:+33123@example.org").message(), status, "t"));
        assertThat(scene.edge.sent().stream()
                        .filter(one -> !one.message().method().equals("ACK"))
                        .toList())
                .singleElement()
                .satisfies(one -> assertThat(one.message().status()).isEqualTo(status));
    }

    @Test
    void silentHostIsGivenUpAfterItsTimeAndWhatItSaysLaterIsCancelled() {
        TrunkScene scene = new TrunkScene(file());
        Sent first = scene.call("sip:+33123@example.org");
        scene.edge.pass(Duration.ofMillis(3900));
        assertThat(scene.edge.requests()).allMatch(one -> one.toText().equals(A1));
        scene.edge.pass(Duration.ofMillis(200));
        Sent second = lastInvite(scene);
        assertThat(second.toText()).isEqualTo(A2);
        scene.edge.udp(A1, response(first.message(), 180, "t"));
        assertThat(scene.edge.requests())
                .singleElement()
                .satisfies(one -> assertThat(one.message().method()).isEqualTo("CANCEL"));
        scene.edge.udp(A2, response(second.message(), 100, null));
        scene.edge.pass(Duration.ofSeconds(30));
        assertThat(scene.edge.requests()).as("A2 has answered").noneMatch(one -> one.toText()
                .equals(B1));
    }

    @Test
    void hostThatCannotBeSentToIsFollowedByTheNext() {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.sendFailed(scene.call("sip:+33123@example.org"));
        assertThat(lastInvite(scene).toText()).isEqualTo(A2);
    }

    @Test
    void hostThatIsDownIsNotTried() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.probe = new TrunkConfig.Probe(true, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 1, 499);
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        scene.edge.pass(Duration.ofMillis(500));
        scene.edge.requests().stream()
                .filter(one -> one.toText().equals(A2))
                .findFirst()
                .ifPresent(probe -> scene.edge.udp(A2, response(probe.message(), 200, "t")));
        scene.edge.pass(Duration.ofSeconds(1));
        scene.edge.sent();
        assertThat(scene.call("sip:+33123@example.org").toText()).isEqualTo(A2);

        scene.edge.pass(Duration.ofSeconds(15));
        scene.edge.sent();
        SipMessage refusal = scene.refused("sip:+33123@example.org");
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header(Header.RETRY_AFTER)).isNotNull();
        assertThat(refusal.header(Header.REASON)).contains("cause=503").contains("No Trunk Is Up");
    }

    @Test
    void weightsShareCallsAmongHostsOfOnePriority() {
        TrunkFile.Trunk trunk = new TrunkFile.Trunk("a").host("sip:" + A1, 0, 3).host("sip:" + A2, 0, 1);
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        Map<String, Integer> tally = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            Sent out = scene.call("sip:+33123@example.org");
            tally.merge(out.toText(), 1, Integer::sum);
            scene.edge.udp(out.toText(), response(out.message(), 486, "t"));
            scene.edge.sent();
        }
        assertThat(tally.get(A1)).isBetween(260, 340);
        assertThat(tally.get(A2)).isBetween(60, 140);
    }

    @Test
    void onlyUsersWithThePermissionLeaveByARoute() {
        Callers bobOnly = new Callers(false, Set.of(aor("bob")), Set.of());
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(trunkA()).route("+", "a").route("+900", bobOnly, "a"));
        assertThat(scene.refused("sip:+9001234@example.org").status()).isEqualTo(403);
        assertThat(scene.call("sip:+33123@example.org").toText()).isEqualTo(A1);
    }

    @Test
    void onlyUsersWithThePermissionCallForeignDomains() {
        TrunkFile file = file();
        file.foreign = Callers.NOBODY;
        assertThat(new TrunkScene(file).refused("sip:carol@198.51.100.99").status())
                .isEqualTo(403);
        assertThat(new TrunkScene(file()).call("sip:carol@198.51.100.99").toText())
                .isEqualTo("198.51.100.99:5060");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@elsewhere.example", "sip:+4930@trunk.example", "tel:+4930"})
    void fromIsNeverAReasonToLeave(String from) {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.udp(
                ALICE,
                Messages.request("INVITE", "sip:+33123@example.org", ALICE, Map.of("From", "<" + from + ">;tag=1")));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(403);
    }

    @Test
    void callsPerSecondAreLimited() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.limits = new TrunkConfig.Limits(2, 0, Duration.ofHours(1));
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        scene.call("sip:+331@example.org");
        scene.call("sip:+332@example.org");
        SipMessage refusal = scene.refused("sip:+333@example.org");
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header(Header.RETRY_AFTER)).isNotNull();
        assertThat(refusal.header(Header.REASON)).contains("Trunk a Is Full");
        scene.edge.pass(Duration.ofMillis(500));
        scene.edge.sent();
        scene.call("sip:+334@example.org");
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()).getFirst().refusedRate())
                .isEqualTo(1);
    }

    @Test
    void concurrentCallsAreCountedUntilTheirEnd() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.limits = new TrunkConfig.Limits(0, 1, Duration.ofHours(1));
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        SipMessage ok = answered(scene, scene.call("sip:+331@example.org"), 200);
        assertThat(scene.refused("sip:+332@example.org").status()).isEqualTo(503);

        scene.edge.udp(ALICE, Messages.inDialog("BYE", 3, ok, Map.of()));
        scene.edge.sent();
        Sent failing = scene.call("sip:+333@example.org");
        answered(scene, failing, 486);
        answered(scene, scene.call("sip:+334@example.org"), 200);
        assertThat(scene.edge.calls).extracting(CallRecord::trunk).contains("a");
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()).getFirst().refusedCalls())
                .isEqualTo(1);
    }

    @Test
    void callWhoseEndWasNotSeenIsForgottenWithItsSession() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.limits = new TrunkConfig.Limits(0, 1, Duration.ofHours(1));
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).route("+", "a"));
        Sent out = scene.call("sip:+331@example.org");
        scene.edge.udp(
                A1,
                response(out.message(), 200, "t", "Contact: <sip:gw@" + A1 + ">", "Session-Expires: 90;refresher=uac"));
        assertThat(scene.edge.onlyResponse().header(Header.SESSION_EXPIRES)).isEqualTo("90;refresher=uac");
        scene.edge.pass(Duration.ofSeconds(89));
        scene.edge.sent();
        assertThat(scene.refused("sip:+332@example.org").status()).isEqualTo(503);
        scene.edge.pass(Duration.ofSeconds(2));
        scene.edge.sent();
        scene.call("sip:+333@example.org");
    }

    @Test
    void fullTrunkIsFollowedByTheNext() {
        TrunkFile.Trunk trunk = trunkA();
        trunk.limits = new TrunkConfig.Limits(0, 1, Duration.ofHours(1));
        TrunkScene scene =
                new TrunkScene(new TrunkFile().trunk(trunk).trunk(trunkB()).route("+", "a", "b"));
        assertThat(scene.call("sip:+331@example.org").toText()).isEqualTo(A1);
        assertThat(scene.call("sip:+332@example.org").toText()).isEqualTo(B1);
    }

    @Test
    void numberOfOursStaysHere() {
        TrunkScene scene = new TrunkScene(file().number("+4930555", 7, "bob"));
        assertThat(scene.call("sip:030555@example.org").toText()).isEqualTo(Messages.BOB);
    }

    @Test
    void extensionThatNoRuleNormalizesIsAUser() {
        TrunkScene scene = new TrunkScene(file());
        scene.edge.overlay.put(aor("117"), Messages.binding("sip:117@" + Messages.BOB));
        assertThat(scene.call("sip:117@example.org").toText()).isEqualTo(Messages.BOB);
    }

    @Test
    void cancelReachesTheTrunkAndNothingMoreIsTried() {
        TrunkScene scene = new TrunkScene(file());
        String invite = scene.send("INVITE", "sip:+33123@example.org", Map.of());
        SipMessage out = scene.edge.requests().getFirst().message();
        scene.edge.udp(A1, response(out, 180, "t"));
        scene.edge.sent();
        scene.edge.udp(ALICE, Messages.cancelOf(invite));
        assertThat(scene.edge.requests())
                .singleElement()
                .satisfies(one -> assertThat(one.message().method()).isEqualTo("CANCEL"));
        scene.edge.udp(A1, response(out, 503, "t"));
        assertThat(scene.edge.requests())
                .noneMatch(one -> one.message().method().equals("INVITE"));
        assertThat(scene.edge.edge.trunkStatus(scene.edge.now()).getFirst().calls())
                .isZero();
    }

    private static SipMessage answered(TrunkScene scene, Sent invite, int status) {
        scene.edge.udp(invite.toText(), response(invite.message(), status, "t", "Contact: <sip:gw@" + A1 + ">"));
        return scene.edge.sent().stream()
                .map(Sent::message)
                .filter(one -> !one.isRequest())
                .findFirst()
                .orElseThrow();
    }

    private static Sent lastInvite(TrunkScene scene) {
        return scene.edge.requests().stream()
                .filter(one -> one.message().method().equals("INVITE"))
                .reduce((first, last) -> last)
                .orElseThrow();
    }
}
