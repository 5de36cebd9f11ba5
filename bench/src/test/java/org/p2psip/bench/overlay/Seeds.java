package org.p2psip.bench.overlay;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * Seeds of the simulations in tests: some that are always the same, among them those that failed once, and one that is
 * another each time (with {@code -Dlong.tests=true} 60). A failing test names its seed; {@code -Dsimulation.seed=N} runs that one alone.
 */
final class Seeds {
    private Seeds() {}

    static LongStream several() {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            return LongStream.of(only);
        }
        int fresh = Boolean.getBoolean("long.tests") ? 60 : 1;
        return LongStream.concat(
                LongStream.of(1, 2, 3, 2_652_965_005L, 1_559_454_689L, 2_974_414_742L),
                ThreadLocalRandom.current().longs(fresh, 0, 1L << 32));
    }
}
