package org.p2psip.routing.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.ring.Position;

class RangePartsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 1",
        "0, 5, 0, 5, 1",
        "0, 5, 0, 68, 64",
        "1, 0, 9, 0, 64",
        "0, 0, -1, -1, 64",
        "-2, 7, 3, 3, 64",
        "5, 5, 5, 4, 64",
    })
    void partsAreTheWholeRangeWithoutGapsAndOverlaps(
            long firstHigh, long firstLow, long lastHigh, long lastLow, int most) {
        Position first = new Position(firstHigh, firstLow);
        Position last = new Position(lastHigh, lastLow);
        RangeParts parts = new RangeParts(first, last);
        List<Part> all = new ArrayList<>();
        while (parts.hasNext()) {
            all.add(parts.next());
        }
        assertThat(all).hasSizeBetween(1, most + 1);
        assertThat(all.getFirst().first()).isEqualTo(first);
        assertThat(all.getLast().last()).isEqualTo(last);
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).first()).isEqualTo(all.get(i - 1).last().next());
        }
    }
}
