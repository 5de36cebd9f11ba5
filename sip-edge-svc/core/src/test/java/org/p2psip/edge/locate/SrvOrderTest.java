package org.p2psip.edge.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SrvOrderTest {
    private static final int DRAWS = 10_000;

    private final Random random = new Random(7);

    private static DnsAnswer.Srv srv(int priority, int weight, String target) {
        return new DnsAnswer.Srv(priority, weight, 5060, target);
    }

    private List<String> order(DnsAnswer.Srv... records) {
        return SrvOrder.of(List.of(records), random).stream()
                .map(DnsAnswer.Srv::target)
                .toList();
    }

    @Test
    void lowerPriorityComesFirstWhateverItsWeight() {
        for (int i = 0; i < 100; i++) {
            assertThat(order(srv(20, 1000, "last"), srv(10, 0, "first"), srv(15, 65_535, "second")))
                    .containsExactly("first", "second", "last");
        }
    }

    @Test
    void shareOfFirstPlacesFollowsTheWeight() {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            firsts.merge(
                    order(srv(1, 60, "a"), srv(1, 30, "b"), srv(1, 10, "c")).getFirst(), 1, Integer::sum);
        }
        assertThat(firsts.get("a") / (double) DRAWS).isCloseTo(0.6, Offset.offset(0.03));
        assertThat(firsts.get("b") / (double) DRAWS).isCloseTo(0.3, Offset.offset(0.03));
        assertThat(firsts.get("c") / (double) DRAWS).isCloseTo(0.1, Offset.offset(0.03));
    }

    @Test
    void weightOfZeroIsChosenSeldomButIsTried() {
        int zeroFirst = 0;
        for (int i = 0; i < DRAWS; i++) {
            List<String> order = order(srv(1, 0, "zero"), srv(1, 99, "other"));
            assertThat(order).containsExactlyInAnyOrder("zero", "other");
            zeroFirst += order.getFirst().equals("zero") ? 1 : 0;
        }
        assertThat(zeroFirst / (double) DRAWS).isCloseTo(0.01, Offset.offset(0.01));
    }

    @Test
    void equalWeightsOfZeroAreAllTried() {
        assertThat(order(srv(1, 0, "a"), srv(1, 0, "b"), srv(2, 0, "c"))).containsExactlyInAnyOrder("a", "b", "c");
    }
}
