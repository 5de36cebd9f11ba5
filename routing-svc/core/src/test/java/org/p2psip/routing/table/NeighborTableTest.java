package org.p2psip.routing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.TestPeers.at;
import static org.p2psip.routing.TestPeers.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighborTableTest {
    private final NeighborTable table = new NeighborTable(peer(100), 3);

    @Test
    void peerAloneIsResponsibleForEverythingAndItsOwnPredecessor() {
        assertThat(table.predecessor()).isNull();
        assertThat(table.isResponsible(at(7))).isTrue();
        assertThat(table.ownerOf(at(7))).isEqualTo(peer(100));
    }

    @Test
    void nearestThreeBothWaysAreKeptAndFartherOnesGo() {
        offer(50, 130, 60, 110, 70, 120, 80, 140, 90);
        assertThat(table.predecessors()).containsExactly(peer(90), peer(80), peer(70));
        assertThat(table.successors()).containsExactly(peer(110), peer(120), peer(130));
        assertThat(table.wants(peer(60))).isFalse();
        assertThat(table.wants(peer(75))).isTrue();
        assertThat(table.wants(peer(125))).isTrue();
    }

    @Test
    void onASmallRingAPeerIsBothPredecessorAndSuccessor() {
        offer(10, 200);
        assertThat(table.predecessors()).containsExactly(peer(10), peer(200));
        assertThat(table.successors()).containsExactly(peer(200), peer(10));
    }

    @Test
    void tableWantsNeitherItselfNorWhomItHas() {
        offer(110);
        assertThat(table.wants(peer(100))).isFalse();
        assertThat(table.offer(peer(110))).isFalse();
        assertThat(table.remove(peer(110).id())).isTrue();
        assertThat(table.remove(peer(110).id())).isFalse();
        assertThat(table.successors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "91,100", "100,100", "101,110", "110,110", "111,120", "130,130", "90,90", "81,90", "80,80", "71,80", "70,70"
    })
    void ownerAmongTheNeighborsIsTheFirstAtOrBehindThePosition(int key, int owner) {
        offer(70, 80, 90, 110, 120, 130);
        assertThat(table.ownerOf(at(key))).isEqualTo(peer(owner));
    }

    @ParameterizedTest
    @CsvSource({"131", "69", "0", "255"})
    void ownerBeyondTheNeighborsIsNotKnown(int key) {
        offer(70, 80, 90, 110, 120, 130);
        assertThat(table.ownerOf(at(key))).isNull();
    }

    @Test
    void firstSuccessorsOfTheNextTwoSitesAreKeptBehindTheNearest() {
        NeighborTable own = new NeighborTable(peer(100, "a"), 3);
        List.of(peer(90, "a"), peer(80, "a"), peer(70, "a")).forEach(own::offer);
        List.of(peer(110, "a"), peer(120, "a"), peer(130, "a"), peer(140, "b"), peer(150, "b"), peer(160, "c"))
                .forEach(own::offer);
        assertThat(own.successors())
                .containsExactly(peer(110, "a"), peer(120, "a"), peer(130, "a"), peer(140, "b"), peer(160, "c"));
        assertThat(own.replicaSites()).containsExactly("b", "c");
        assertThat(own.lastSuccessor()).isEqualTo(peer(130, "a"));
        assertThat(own.wants(peer(135, "c"))).isTrue();
        assertThat(own.wants(peer(170, "d"))).isFalse();
        own.offer(peer(135, "c"));
        assertThat(own.replicaSites()).containsExactly("c", "b");
    }

    @Test
    void withOneSiteThereAreNoReplicaSites() {
        NeighborTable own = new NeighborTable(peer(100, "a"), 3);
        List.of(peer(110, "a"), peer(90, "a")).forEach(own::offer);
        assertThat(own.replicaSites()).isEmpty();
    }

    @Test
    void whenAllSuccessorsAreGoneThePredecessorsCloseTheRing() {
        offer(70, 80, 90, 110, 120, 130);
        for (int place : new int[] {110, 120, 130}) {
            table.remove(peer(place).id());
        }
        assertThat(table.successors()).containsExactly(peer(70), peer(80), peer(90));
        for (int place : new int[] {70, 80, 90}) {
            table.remove(peer(place).id());
        }
        assertThat(table.successors()).isEmpty();
        assertThat(table.predecessors()).isEmpty();
        assertThat(table.isResponsible(at(7))).isTrue();
    }

    @Test
    void peerMissesWhoIsNearerThanThoseItTold() {
        List<PeerInfo> before = List.of(peer(40), peer(30), peer(20));
        List<PeerInfo> behind = List.of(peer(60), peer(70), peer(80));
        assertThat(table.isMissedBy(peer(50), before, behind, peer(65))).isTrue();
        assertThat(table.isMissedBy(peer(50), before, behind, peer(25))).isTrue();
        assertThat(table.isMissedBy(peer(50), before, behind, peer(100))).isFalse();
        assertThat(table.isMissedBy(peer(50), before, behind, peer(60))).isFalse();
        assertThat(table.isMissedBy(peer(50), before, behind, peer(50))).isFalse();
        assertThat(table.isMissedBy(peer(50), before.subList(0, 2), behind, peer(100)))
                .isTrue();
    }

    @Property(tries = 200)
    void tablesOfAllPeersAgreeOnTheOneWhoIsResponsible(
            @ForAll @Size(min = 1, max = 12) Set<@IntRange(max = 255) Integer> places,
            @ForAll @IntRange(max = 255) int key,
            @ForAll long seed) {
        List<PeerInfo> peers =
                new ArrayList<>(places.stream().map(place -> peer(place)).toList());
        Collections.shuffle(peers, new Random(seed));
        TreeSet<Integer> sorted = new TreeSet<>(places);
        Integer ceiling = sorted.ceiling(key);
        PeerInfo expected = peer(ceiling == null ? sorted.first() : ceiling);
        for (PeerInfo self : peers) {
            NeighborTable own = new NeighborTable(self, 3);
            peers.forEach(own::offer);
            assertThat(own.isResponsible(at(key))).isEqualTo(self.equals(expected));
            PeerInfo owner = own.ownerOf(at(key));
            assertThat(owner == null || owner.equals(expected)).isTrue();
        }
    }

    private void offer(int... places) {
        for (int place : places) {
            table.offer(peer(place));
        }
    }
}
