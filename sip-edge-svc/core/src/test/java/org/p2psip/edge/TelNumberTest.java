package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.inbound;
import static org.p2psip.edge.TrunkScene.trunkA;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;

/** Calls to tel URIs (RFC 3966) where there are trunks. */
class TelNumberTest {
    private static TrunkFile file() {
        return new TrunkFile().trunk(trunkA()).route("+49", "a").number("+4930555", 7, "bob");
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+49-89-123456, +4989123456",
        "TEL:+49(89)123456;isub=1, +4989123456",
        "tel:089-123456;phone-context=example.org, +4989123456",
        "tel:123456;phone-context=+4989, +4989123456",
    })
    void numberThatAUserDialsLeavesByItsRoute(String uri, String number) {
        Sent out = new TrunkScene(file()).call(uri);
        assertThat(out.toText()).isEqualTo(A1);
        assertThat(out.message().requestUri()).isEqualTo("sip:" + number + "@" + A1 + ";user=phone");
        assertThat(out.message().header(Header.TO)).isEqualTo("<" + uri + ">");
    }

    @Test
    void numberOfOursStaysHere() {
        assertThat(new TrunkScene(file()).call("tel:+4930555").toText()).isEqualTo(BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+49-30-555", "tel:555;phone-context=+4930", "tel:30555;phone-context=example.org"})
    void numberThatATrunkCallsReachesWhoseItIs(String uri) {
        TrunkFile.Trunk trunk = trunkA();
        trunk.inboundCalled = TrunkFile.rules("30!", 0, "+49");
        TrunkScene scene = new TrunkScene(new TrunkFile().trunk(trunk).number("+4930555", 7, "bob"));
        scene.edge.udp(A1, inbound(A1, uri, Map.of()));
        assertThat(scene.edge.requests().getFirst().toText()).isEqualTo(BOB);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "tel:+1555123, 404",
        "tel:117;phone-context=example.org, 404",
        "tel:0891234;phone-context=elsewhere.example, 404",
        "tel:0891234, 484",
        "tel:+4989123, 403",
    })
    void numberThatLeadsNowhereOrIsNotForStrangersIsRefused(String uri, int status) {
        EdgeHarness edge = new TrunkScene(file()).edge;
        edge.udp(ALICE, Messages.request("INVITE", uri, ALICE, Map.of("From", "<sip:x@y.example>;tag=1")));
        assertThat(edge.onlyResponse().status()).isEqualTo(status);
    }
}
