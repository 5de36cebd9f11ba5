package org.p2psip.routing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

class FingerTableTest {
    private final FingerTable table = new FingerTable(peer(0));

    @ParameterizedTest
    @CsvSource({"128,1", "255,1", "64,2", "127,2", "32,3", "1,8"})
    void fingerNumberHalvesTheDistance(int place, int number) {
        assertThat(table.numberOf(at(place))).isEqualTo(number);
    }

    @Property
    void everyPositionOfAPlaceIsInItsRange(@ForAll @IntRange(min = 1, max = 128) int number, @ForAll long seed) {
        assertThat(table.numberOf(table.start(number))).isEqualTo(number);
        assertThat(table.numberOf(table.anyIn(number, new Random(seed)))).isEqualTo(number);
    }

    @Test
    void firstPeerOfAPlaceStaysUntilItIsRemoved() {
        assertThat(table.offer(peer(128))).isTrue();
        assertThat(table.wants(peer(200))).isFalse();
        assertThat(table.offer(peer(200))).isFalse();
        assertThat(table.get(1)).isEqualTo(peer(128));
        assertThat(table.remove(peer(200).id())).isFalse();
        assertThat(table.remove(peer(128).id())).isTrue();
        assertThat(table.offer(peer(200))).isTrue();
    }

    @Test
    void tableGrowsFrom16To128PlacesAndNeverShrinks() {
        PeerInfo near = new PeerInfo(new NodeId(new Position(0, 1)), "near", "near");
        assertThat(table.size()).isEqualTo(16);
        assertThat(table.wants(near)).isFalse();
        table.growTo(129);
        table.growTo(20);
        assertThat(table.size()).isEqualTo(128);
        assertThat(table.offer(near)).isTrue();
        assertThat(table.contains(near.id())).isTrue();
    }

    @Test
    void selfHasNoPlace() {
        assertThat(table.wants(peer(0))).isFalse();
        assertThat(table.contains(peer(0).id())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"255,128", "128,128", "127,70", "69,40", "40,40", "39,", "1,"})
    void closestFingerBeforeAPositionIsFound(int key, Integer expected) {
        table.offer(peer(128));
        table.offer(peer(70));
        table.offer(peer(40));
        assertThat(table.closestBefore(at(key), id -> true)).isEqualTo(expected == null ? null : peer(expected));
    }

    @Test
    void fingerThatIsNotUsableIsPassedOver() {
        table.offer(peer(128));
        table.offer(peer(70));
        assertThat(table.closestBefore(at(200), id -> !id.equals(peer(128).id())))
                .isEqualTo(peer(70));
    }
}
