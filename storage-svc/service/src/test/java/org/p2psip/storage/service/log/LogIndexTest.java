package org.p2psip.storage.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogIndexTest {
    private final LogIndex index = new LogIndex();

    @Test
    void behavesLikeAMap() {
        Random random = new Random(7);
        Map<LogKey, Place> expected = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            LogKey key = new LogKey((long) random.nextInt(3) << 56, random.nextInt(900), random.nextInt(2));
            Place place = new Place(1 + random.nextInt(5), step, 100, step);
            switch (random.nextInt(4)) {
                case 0 -> assertThat(index.remove(key)).isEqualTo(expected.remove(key));
                case 1 -> assertThat(index.find(key)).isEqualTo(expected.get(key));
                default -> assertThat(index.put(key, place)).isEqualTo(expected.put(key, place));
            }
        }
        List<LogKey> keys = new ArrayList<>();
        for (int segment = 0; segment < LogKey.SEGMENTS; segment++) {
            assertThat(index.size(segment)).isEqualTo(index.keys(segment).size());
            keys.addAll(index.keys(segment));
        }
        assertThat(keys).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((key, place) -> assertThat(index.find(key)).isEqualTo(place));
    }

    @Test
    void onlyWhatIsStillThereIsMoved() {
        LogKey key = new LogKey(1, 2, 3);
        Place first = new Place(1, 0, 10, 5);
        Place second = new Place(2, 0, 10, 5);
        index.put(key, first);

        assertThat(index.move(key, second, first)).isFalse();
        assertThat(index.move(key, first, second)).isTrue();
        assertThat(index.find(key)).isEqualTo(second);
        assertThat(index.move(key, second, null)).isTrue();
        assertThat(index.find(key)).isNull();
        assertThat(index.move(key, second, first)).isFalse();
    }

    @Test
    void keysOfASegmentThatExpiredAreFound() {
        LogKey early = new LogKey(0, 1, 1);
        LogKey late = new LogKey(0, 2, 1);
        index.put(early, new Place(1, 0, 10, 100));
        index.put(late, new Place(1, 10, 10, 200));

        assertThat(index.expired(0, 99)).isEmpty();
        assertThat(index.expired(0, 100)).containsExactly(early);
        assertThat(index.expired(1, 300)).isEmpty();
    }
}
