package org.p2psip.routing.timing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(100, 1000);

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "6, 1000", "1000000, 1000"})
    void waitDoublesUpToItsLimit(int failures, long waitMs) {
        assertThat(backoff.waitMs(failures, 0)).isEqualTo(waitMs);
    }

    @Property
    void waitStaysWithinItsBounds(
            @ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(min = 0, max = 0.99) double jitter) {
        assertThat(backoff.waitMs(failures, jitter)).isBetween(100L, 1000L);
    }
}
