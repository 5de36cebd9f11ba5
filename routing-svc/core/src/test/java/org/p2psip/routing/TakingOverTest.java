package org.p2psip.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.Update;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/** A range that passes to a peer of another site, as that peer and the others of its site see it. */
class TakingOverTest {
    private static final PeerInfo SELF = peer(100, "home");
    private static final PeerInfo BEFORE = peer(50, "away");
    private static final PeerInfo FAR_BEFORE = peer(20, "farther");
    private static final PeerInfo SITE_PEER = peer(200, "home");

    @Test
    void rangeOfAPeerThatLeftIsTheOwnSitesOnlyWhenItIsTaken() {
        PeerHarness harness = PeerHarness.member(SELF, BEFORE, FAR_BEFORE, SITE_PEER);
        harness.receive(BEFORE, new Contents.Leave(BEFORE.id(), List.of(), List.of()));
        PeerCommand.RangeGained gained =
                harness.take(PeerCommand.RangeGained.class).getFirst();
        assertThat(gained).isEqualTo(new PeerCommand.RangeGained(at(20), at(50), BEFORE));
        assertThat(harness.peer().isOwnSites(at(40))).isFalse();
        assertThat(harness.peer().sourceOf(at(40))).isEqualTo(BEFORE);
        assertThat(harness.peer().isOwnSites(at(60))).isTrue();

        harness.peer().taken(gained.last(), harness.now());
        assertThat(harness.peer().isOwnSites(at(40))).isTrue();
        assertThat(harness.peer().sourceOf(at(40))).isNull();
    }

    @Test
    void peersOfTheSiteAreToldFromWhereOnItServesAndOthersAreNot() {
        PeerHarness harness = PeerHarness.member(SELF, BEFORE, FAR_BEFORE, SITE_PEER);
        harness.receive(BEFORE, new Contents.Leave(BEFORE.id(), List.of(), List.of()));
        harness.pass(300);
        assertThat(harness.sent(Update.class)).isNotEmpty().allSatisfy(send -> {
            Position served = ((Update) send.message().contents()).servedAfter();
            assertThat(served).isEqualTo(send.to().equals(SITE_PEER.id()) ? at(50) : null);
        });
        harness.peer().taken(at(50), harness.now());
        assertThat(harness.sent(Update.class)).isNotEmpty().allSatisfy(send -> assertThat(
                        ((Update) send.message().contents()).servedAfter())
                .isNull());
    }

    @Test
    void peerOfTheSiteThatHasNothingYetIsNotAnsweredFor() {
        PeerHarness harness = PeerHarness.member(SELF, BEFORE, SITE_PEER);
        harness.receive(SITE_PEER, update(at(200)));
        assertThat(harness.peer().isOwnSites(at(150))).isFalse();
        harness.receive(SITE_PEER, update(at(120)));
        assertThat(harness.peer().isOwnSites(at(150))).isTrue();
        assertThat(harness.peer().isOwnSites(at(110))).isFalse();
        harness.receive(SITE_PEER, update(null));
        assertThat(harness.peer().isOwnSites(at(110))).isTrue();
    }

    private static Update update(Position servedAfter) {
        return new Update(UpdateType.NEIGHBORS, 1, List.of(SELF), List.of(BEFORE), List.of(), List.of(), servedAfter);
    }
}
