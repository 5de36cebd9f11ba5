package org.p2psip.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void percentileIsANumberThatWasMeasured() {
        Samples samples = Samples.of(40, 10, 30, 20);
        assertThat(samples.median()).isEqualTo(20);
        assertThat(samples.percentile(99)).isEqualTo(40);
        assertThat(samples.percentile(0)).isEqualTo(10);
    }

    @Test
    void nothingMeasuredHasNoPercentile() {
        assertThat(Samples.of().median()).isNaN();
    }
}
