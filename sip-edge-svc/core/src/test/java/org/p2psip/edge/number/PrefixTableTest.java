package org.p2psip.edge.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixTableTest {
    @Test
    void longestPrefixIsFoundAsByTryingAll() {
        Random random = new Random(7);
        for (int table = 0; table < 50; table++) {
            Map<String, Integer> all = new HashMap<>();
            PrefixTable<Integer> prefixes = new PrefixTable<>();
            for (int i = 0; i < 200; i++) {
                String prefix = number(random, 6, 4);
                assertThat(prefixes.put(prefix, i)).isEqualTo(all.put(prefix, i));
            }
            assertThat(prefixes.size()).isEqualTo(all.size());
            for (int i = 0; i < 500; i++) {
                String number = number(random, 10, 4);
                assertThat(prefixes.longest(number)).as(number).isEqualTo(byTryingAll(all, number, 1));
                assertThat(prefixes.longest(number, value -> value % 3 == 0))
                        .as(number)
                        .isEqualTo(byTryingAll(all, number, 3));
            }
        }
    }

    private static Integer byTryingAll(Map<String, Integer> all, String number, int divisor) {
        for (int length = number.length(); length > 0; length--) {
            Integer value = all.get(number.substring(0, length));
            if (value != null && value % divisor == 0) {
                return value;
            }
        }
        return null;
    }

    private static String number(Random random, int most, int digits) {
        StringBuilder number = new StringBuilder("+");
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            number.append(random.nextInt(digits));
        }
        return number.toString();
    }

    @Test
    void plusAloneIsThePrefixOfEveryNumber() {
        PrefixTable<String> table = new PrefixTable<>();
        table.put("+", "any");
        table.put("+49", "germany");
        assertThat(table.longest("+49123")).isEqualTo("germany");
        assertThat(table.longest("+33")).isEqualTo("any");
        assertThat(table.longest("0049123")).isNull();
        assertThat(table.longest("")).isNull();
    }

    @Test
    void whatIsNoPrefixIsRefused() {
        PrefixTable<String> table = new PrefixTable<>();
        for (String text : new String[] {"", "49", "+4a", "+1234567890123456"}) {
            assertThatThrownBy(() -> table.put(text, "")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
