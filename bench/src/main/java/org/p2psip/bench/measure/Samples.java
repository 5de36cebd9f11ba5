package org.p2psip.bench.measure;

import java.util.Arrays;

/** Numbers that were measured, sorted. */
public record Samples(double[] sorted) {
    public static Samples of(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    /** The number that so many percent of all do not exceed; NaN without any. */
    public double percentile(double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    public double median() {
        return percentile(50);
    }
}
