package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void isKnownInAnyCase(Header header) {
        String name = header.canonicalName();

        assertThat(Header.of(name)).isEqualTo(header);
        assertThat(Header.of(name.toUpperCase(Locale.ROOT))).isEqualTo(header);
        assertThat(Header.of(name.toLowerCase(Locale.ROOT))).isEqualTo(header);
        assertThat(Header.of(name + "x")).isEqualTo(Header.OTHER);
    }

    // RFC 3261 7.3.3 and the RFCs that registered more
    @ParameterizedTest
    @CsvSource({
        "v,VIA",
        "f,FROM",
        "t,TO",
        "i,CALL_ID",
        "m,CONTACT",
        "l,CONTENT_LENGTH",
        "c,CONTENT_TYPE",
        "e,CONTENT_ENCODING",
        "k,SUPPORTED",
        "s,SUBJECT",
        "o,EVENT",
        "u,ALLOW_EVENTS",
        "r,REFER_TO",
        "b,REFERRED_BY",
        "x,SESSION_EXPIRES",
        "y,IDENTITY",
        "a,ACCEPT_CONTACT",
        "j,REJECT_CONTACT",
        "d,REQUEST_DISPOSITION"
    })
    void compactFormIsTheSameHeader(String compact, Header header) {
        assertThat(Header.of(compact)).isEqualTo(header);
        assertThat(Header.of(compact.toUpperCase(Locale.ROOT))).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "z", "V1", "\u0016", "\u00f6", "Vi", "Vja", "C%6Fntact", "Call_ID"})
    void everythingElseIsOther(String name) {
        assertThat(Header.of(name)).isEqualTo(Header.OTHER);
    }

    @Test
    void commaListsAreSplitOutsideQuotesAndBrackets() {
        assertThat(Grammar.split("\"a,\\\",b\" <sip:x,y@z>;p=\"1,2\" ,<sip:b>, c"))
                .containsExactly("\"a,\\\",b\" <sip:x,y@z>;p=\"1,2\"", "<sip:b>", "c");
        assertThat(Grammar.split("")).isEqualTo(List.of());
        assertThat(Grammar.split("a,,b")).containsExactly("a", "", "b");
    }
}
