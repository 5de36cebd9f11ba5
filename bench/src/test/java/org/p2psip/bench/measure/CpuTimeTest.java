package org.p2psip.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
    @Test
    void timesStandBehindANameWithSpacesAndParentheses() {
        String line = "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 100 0 0 0 12 34 5 6 20 0 1 0 100 1000 200";
        assertThat(CpuTime.ofStat(line)).isEqualTo(460_000);
    }

    @Test
    void processThatIsGoneHasUsedNothing() {
        assertThat(CpuTime.micros(Long.MAX_VALUE)).isZero();
    }
}
