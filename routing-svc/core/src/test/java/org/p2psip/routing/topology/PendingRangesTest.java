package org.p2psip.routing.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import org.junit.jupiter.api.Test;
import org.p2psip.routing.table.PeerInfo;

class PendingRangesTest {
    private static final PeerInfo SELF = peer(100, "home");
    private static final PeerInfo AWAY = peer(200, "away");

    private final PendingRanges pending = new PendingRanges(SELF);

    @Test
    void rangeOfAnotherSiteIsServedThereUntilItIsTaken() {
        pending.gained(at(20), at(100), AWAY);
        assertThat(pending.sourceOf(at(21))).isEqualTo(AWAY);
        assertThat(pending.sourceOf(at(100))).isEqualTo(AWAY);
        assertThat(pending.sourceOf(at(20))).isNull();
        assertThat(pending.servedAfter()).isEqualTo(at(100));
        pending.taken(at(100));
        assertThat(pending.isEmpty()).isTrue();
        assertThat(pending.servedAfter()).isNull();
    }

    @Test
    void rangeOfTheOwnSiteAndTheFirstOfAllNeedNotBeBrought() {
        pending.gained(at(20), at(100), peer(150, "home"));
        pending.gained(at(100), at(100), null);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void whatIsLostMeanwhileNeedNotBeBroughtAnyMore() {
        pending.gained(at(20), at(100), AWAY);
        pending.lost(at(20), at(60));
        assertThat(pending.sourceOf(at(50))).isNull();
        assertThat(pending.sourceOf(at(61))).isEqualTo(AWAY);
        pending.lost(at(60), at(100));
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void ofSeveralRangesTheNearestSaysFromWhereOnTheSiteServes() {
        pending.gained(at(40), at(60), AWAY);
        pending.gained(at(20), at(40), peer(210, "farther"));
        assertThat(pending.servedAfter()).isEqualTo(at(60));
        assertThat(pending.sourceOf(at(30))).isEqualTo(peer(210, "farther"));
        pending.taken(at(60));
        assertThat(pending.servedAfter()).isEqualTo(at(40));
    }
}
