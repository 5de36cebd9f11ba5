package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** The order in which things with priority and weight are tried (as RFC 2782 does with servers). */
final class WeightedOrder {
    private WeightedOrder() {}

    /** Lower priorities first; within one, each is first as often as its weight says, and 0 only after all others. */
    static <T> List<T> of(List<T> all, ToIntFunction<T> priority, ToIntFunction<T> weight, RandomGenerator random) {
        if (all.size() < 2) {
            return all;
        }
        List<T> left = new ArrayList<>(all);
        left.sort(Comparator.comparingInt(priority));
        List<T> order = new ArrayList<>(all.size());
        while (!left.isEmpty()) {
            int end = 1;
            int first = priority.applyAsInt(left.getFirst());
            while (end < left.size() && priority.applyAsInt(left.get(end)) == first) {
                end++;
            }
            order.add(draw(left.subList(0, end), weight, random));
        }
        return order;
    }

    private static <T> T draw(List<T> equals, ToIntFunction<T> weight, RandomGenerator random) {
        long sum = 0;
        for (T one : equals) {
            sum += weight.applyAsInt(one);
        }
        if (sum == 0) {
            return equals.removeFirst();
        }
        long drawn = random.nextLong(sum);
        for (int i = 0; ; i++) {
            drawn -= weight.applyAsInt(equals.get(i));
            if (drawn < 0) {
                return equals.remove(i);
            }
        }
    }
}
