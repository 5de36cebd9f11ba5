package org.p2psip.edge.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPatternTest {
    @ParameterizedTest
    @CsvSource({
        "00Z., 0049301234, true",
        "00Z., 000493012, false",
        "00Z., 004, false",
        "00Z!, 004, true",
        "1NXXNXXXXXX, 12125550123, true",
        "1NXXNXXXXXX, 11125550123, false",
        "1NXXNXXXXXX, 121255501234, false",
        "+., +49, true",
        "+., 49, false",
        "[1-46]X, 65, true",
        "[1-46]X, 55, false",
        "*31#!, *31#, true",
        ".!, 5, false",
        "112, 112, true",
        "112, 1123, false",
        "0., 0x, false",
    })
    void wholeNumberMatches(String pattern, String number, boolean matches) {
        if (NumberPattern.problem(pattern).isPresent()) {
            assertThat(matches).isFalse();
        } else {
            assertThat(NumberPattern.of(pattern).matches(number)).isEqualTo(matches);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(a+)+", "0.1", "[", "[]", "[5-2]", "[1", "0[a]", "1 2"})
    void whatIsNoPatternIsRefusedWithAReason(String text) {
        assertThat(NumberPattern.problem(text)).isPresent();
        assertThatThrownBy(() -> NumberPattern.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void patternLongerThanTheLimitIsRefused() {
        assertThat(NumberPattern.problem("1".repeat(NumberPattern.MAX_LENGTH))).isEmpty();
        assertThat(NumberPattern.problem("1".repeat(NumberPattern.MAX_LENGTH + 1)))
                .isPresent();
    }

    @Test
    void firstRuleThatMatchesDecides() {
        NumberRules rules = new NumberRules(List.of(
                new NumberRule(NumberPattern.of("00Z."), 2, "+"),
                new NumberRule(NumberPattern.of("0Z."), 1, "+49"),
                new NumberRule(NumberPattern.of("Z."), 0, "+4930")));
        assertThat(rules.apply("0043123456")).isEqualTo("+43123456");
        assertThat(rules.apply("089123456")).isEqualTo("+4989123456");
        assertThat(rules.apply("123456")).isEqualTo("+4930123456");
        assertThat(rules.apply("+123456")).isEqualTo("+123456");
    }

    @ParameterizedTest
    @CsvSource({"+49-30-1234, +49301234", "(030) 12.34, 0301234", "+49301234;phone-context=x, +49301234", "12, 12"})
    void visualSeparatorsAreTakenOut(String written, String plain) {
        assertThat(E164.withoutSeparators(written)).isEqualTo(plain);
    }
}
