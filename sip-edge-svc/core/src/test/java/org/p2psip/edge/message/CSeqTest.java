package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CSeqTest {
    @ParameterizedTest
    @CsvSource({"4711 INVITE,4711,INVITE", "0009  \tACK,9,ACK", "2147483647 x,2147483647,x", "0 OPTIONS,0,OPTIONS"})
    void isRead(String text, long number, String method) {
        assertThat(CSeq.parse(text)).contains(new CSeq(number, method));
        assertThat(CSeq.parse(new CSeq(number, method).toString())).contains(new CSeq(number, method));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "INVITE",
                "1INVITE",
                "1 ",
                "-1 INVITE",
                "2147483648 INVITE",
                "36893488147419103232 REGISTER",
                "1 INVITE x",
                "1 IN,VITE",
                "+1 INVITE"
            })
    void isRefused(String text) {
        assertThat(CSeq.parse(text)).isEmpty();
    }
}
