package org.p2psip.routing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTableTest {
    private final RoutingTable table = new RoutingTable(peer(0), 3, 4);

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "251,0",
        "1,2",
        "2,2",
        "5,6",
        "249,250",
        "245,250", // among the neighbors: who is responsible
        "9,6",
        "30,20",
        "127,100",
        "140,130",
        "230,130" // beyond them: the nearest that is known before the position
    })
    void nextHopIsTheOwnerAmongNeighborsOrElseTheNearestBefore(int key, int next) {
        List.of(peer(2), peer(4), peer(6), peer(250), peer(240), peer(235)).forEach(table.neighbors()::offer);
        List.of(peer(130), peer(100), peer(20)).forEach(table.fingers()::offer);
        assertThat(table.nextHop(at(key), id -> true)).isEqualTo(peer(next));
    }

    @Test
    void suspectedFingerIsGoneAround() {
        List.of(peer(2), peer(4), peer(6), peer(250), peer(240), peer(235)).forEach(table.neighbors()::offer);
        List.of(peer(130), peer(100)).forEach(table.fingers()::offer);
        assertThat(table.nextHop(at(200), id -> !id.equals(peer(130).id()))).isEqualTo(peer(100));
        assertThat(table.nextHop(at(200), id -> false)).isEqualTo(peer(6));
    }

    @Test
    void peerOfTheOwnSiteIsReachedWithoutAWayRoundTheRing() {
        RoutingTable own = new RoutingTable(peer(0, "home"), 3, 4);
        List.of(peer(2), peer(4), peer(6), peer(250), peer(240), peer(235)).forEach(own.neighbors()::offer);
        own.site().told(peer(120, "home"), at(110));
        assertThat(own.nextHop(at(115), id -> true)).isEqualTo(peer(120, "home"));
        assertThat(own.site().ownerOf(at(110))).isNull();
        own.site().told(peer(120, "home"), at(118));
        assertThat(own.site().ownerOf(at(115))).isNull();
    }

    @Test
    void siteTableTakesOnlyItsOwnSiteAndNotMoreThanItsLimit() {
        SiteTable site = new SiteTable(peer(0, "home"), 2);
        site.told(peer(1, "away"), null);
        assertThat(site.peers()).isEmpty();
        assertThat(site.wants(peer(1, "home"))).isTrue();
        assertThat(site.wants(peer(0, "home"))).isFalse();
        site.told(peer(1, "home"), null);
        site.told(peer(2, "home"), at(1));
        site.told(peer(3, "home"), at(2));
        assertThat(site.peers()).containsExactly(peer(1, "home"), peer(2, "home"));
        site.remove(peer(1, "home").id());
        assertThat(site.contains(peer(1, "home").id())).isFalse();
    }
}
