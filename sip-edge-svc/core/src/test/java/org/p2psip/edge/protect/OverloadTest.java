package org.p2psip.edge.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final long MAX = TimeUnit.MILLISECONDS.toNanos(200);

    private final Overload overload = new Overload(MAX);

    private void measured(int times, long lag) {
        for (int i = 0; i < times; i++) {
            overload.measured(lag);
        }
    }

    @Test
    void onePauseIsNoOverload() {
        measured(1, 10 * MAX);
        measured(1, 0);
        measured(1, 10 * MAX);
        assertThat(overload.isOverloaded()).isFalse();
    }

    @Test
    void overloadBeginsAboveTheLimitAndEndsBelowHalfOfIt() {
        measured(2, MAX + 1);
        assertThat(overload.isOverloaded()).isTrue();
        measured(100, MAX / 2 + 1);
        assertThat(overload.isOverloaded()).as("between the two").isTrue();
        measured(4, 0);
        assertThat(overload.isOverloaded()).as("not long enough").isTrue();
        measured(1, 0);
        assertThat(overload.isOverloaded()).isFalse();
        measured(100, MAX - 1);
        assertThat(overload.isOverloaded()).as("between the two").isFalse();
    }

    @Test
    void zeroIsForNever() {
        Overload never = new Overload(0);
        for (int i = 0; i < 10; i++) {
            never.measured(Long.MAX_VALUE);
        }
        assertThat(never.isOverloaded()).isFalse();
    }
}
