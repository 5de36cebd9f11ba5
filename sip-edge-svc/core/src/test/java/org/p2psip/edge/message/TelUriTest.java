package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3966, with its examples of section 6. */
class TelUriTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "tel:+1-201-555-0123, +12015550123, '', +12015550123",
        "TEL:+358-555-1234567, +3585551234567, '', +3585551234567",
        "tel:+1(800)555.1212, +18005551212, '', +18005551212",
        "tel:7042;phone-context=example.com, 7042, example.com, 7042",
        "tel:863-1234;phone-context=+1-914-555, 8631234, +1914555, +19145558631234",
        "tel:*21%23;phone-context=Example.ORG, *21#, example.org, *21#",
        "tel:*21#;phone-context=example.org, *21#, example.org, *21#",
        "tel:0A1b;phone-context=+49, 0A1b, +49, +490A1b",
    })
    void numberIsReadWithoutItsSeparators(String text, String number, String context, String global) {
        TelUri uri = TelUri.parse(text).orElseThrow();
        assertThat(uri.number()).isEqualTo(number);
        assertThat(uri.phoneContext()).isEqualTo(context);
        assertThat(uri.isGlobal()).isEqualTo(number.startsWith("+"));
        assertThat(uri.globalNumber()).isEqualTo(global);
        assertThat(uri).hasToString(text);
    }

    @Test
    void parametersAreKept() {
        TelUri uri = TelUri.parse("tel:+49-30-1;EXT=42;isub=1%3b2;tgrp=x;npdi").orElseThrow();
        assertThat(uri.params()).isEqualTo(Map.of("ext", "42", "isub", "1;2", "tgrp", "x", "npdi", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:",
                "tel:+",
                "tel:-",
                "tel:+-",
                "tel:12345", // a local number says where it is valid
                "tel:+12A4",
                "tel:+1*2",
                "tel:1+2;phone-context=+49",
                "tel:+1 201",
                "tel:%zz;phone-context=+1",
                "tel:+1;phone-context=+1",
                "tel:1;phone-context=",
                "tel:1;phone-context=+",
                "tel:1;phone-context=exa mple",
                "tel:+1;",
                "tel:+1;;a",
                "tel:+1;a=",
                "tel:+1;a=1;A=2",
                "tel:+1;a_b=1",
                "sip:+1@example.com",
                "tel:+11111111111111111111111111111111111111111111111111111111111111111111",
            })
    void whatBreaksTheGrammarIsRefused(String text) {
        assertThat(TelUri.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tel:12345, true", "tel:12345;ext=1, true", "tel:+12345, false", "tel:1x, false", "sip:12345, false"})
    void numberWithoutItsContextIsIncomplete(String text, boolean incomplete) {
        assertThat(TelUri.lacksContext(text)).isEqualTo(incomplete);
    }
}
