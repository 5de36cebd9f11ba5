package org.p2psip.routing.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RingTest {
    @Property
    void ringOfOneIsResponsibleForEverything(@ForAll long high, @ForAll long low) {
        Ring ring = Ring.of(node(7), List.of());
        assertThat(ring.isResponsible(new ResourceId(new Position(high, low)))).isTrue();
    }

    @Test
    void ringOfOneIsResponsibleForItsOwnPositionAndTheNext() {
        Ring ring = Ring.of(node(7), List.of());
        assertThat(ring.isResponsible(new ResourceId(node(7).position()))).isTrue();
        assertThat(ring.rangeFirst()).isEqualTo(node(8).position());
    }

    @Test
    void rangeBeginsBehindThePredecessorAndEndsWithThePeerItself() {
        Ring ring = Ring.of(node(10), List.of(node(5), node(20)));
        assertThat(ring.rangeFirst()).isEqualTo(node(6).position());
        assertThat(ring.isResponsible(new ResourceId(node(5).position()))).isFalse();
        assertThat(ring.isResponsible(new ResourceId(node(6).position()))).isTrue();
        assertThat(ring.isResponsible(new ResourceId(node(10).position()))).isTrue();
        assertThat(ring.isResponsible(new ResourceId(node(11).position()))).isFalse();
    }

    @Test
    void neighborsAreTheNearestThreeBothWaysRoundTheRing() {
        Ring ring = Ring.of(node(2), List.of(node(9), node(1), node(4), node(7), node(3), node(8), node(2), node(4)));
        assertThat(ring.successors()).containsExactly(node(3), node(4), node(7));
        assertThat(ring.predecessors()).containsExactly(node(1), node(9), node(8));
    }

    @Property
    void everyResourceHasExactlyOneResponsiblePeer(
            @ForAll @Size(min = 1, max = 12) Set<Long> highs, @ForAll long high, @ForAll long low) {
        Set<NodeId> peers =
                highs.stream().map(h -> new NodeId(new Position(h, 1))).collect(Collectors.toSet());
        ResourceId resource = new ResourceId(new Position(high, low));
        List<NodeId> responsible = peers.stream()
                .filter(peer -> Ring.of(peer, peers).isResponsible(resource))
                .toList();
        TreeSet<Position> positions =
                peers.stream().map(NodeId::position).collect(Collectors.toCollection(TreeSet::new));
        Position expected = positions.ceiling(resource.position());
        assertThat(responsible).containsExactly(new NodeId(expected == null ? positions.first() : expected));
    }

    private static NodeId node(long low) {
        return new NodeId(new Position(0, low));
    }
}
