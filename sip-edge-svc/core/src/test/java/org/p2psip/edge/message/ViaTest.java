package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViaTest {
    private static Via via(String text) {
        return Via.parse(text).orElseThrow(() -> new AssertionError(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7|UDP|erlang.bell-telephone.com|5060|"
                        + "z9hG4bK87asdks7|-|-1",
                "SIP/2.0/UDP 192.0.2.1:5060 ;received=192.0.2.207 ;branch=z9hG4bK77asjd|UDP|192.0.2.1|5060|"
                        + "z9hG4bK77asjd|192.0.2.207|-1",
                "SIP / 2.0 / udp first.example.com: 4000;ttl=16 ;maddr=224.2.0.1|UDP|first.example.com|4000|-|-|-1",
                "SIP/2.0/tcp Host|TCP|host|-1|-|-|-1",
                "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK1;rport|WSS|df7jal23ls0d.invalid|-1|z9hG4bK1|-|0",
                "SIP/2.0/UDP 10.1.1.1:4540;received=192.0.2.1;rport=9988;branch=z9hG4bKkjshdyff|UDP|10.1.1.1|4540|"
                        + "z9hG4bKkjshdyff|192.0.2.1|9988",
                "SIP/2.0/UDP [2001:DB8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3|UDP|[2001:db8::9:1]|-1|"
                        + "z9hG4bKas3|[2001:db8::9:255]|-1",
                "SIP/2.0/UDP [::1]:5070;RECEIVED=2001:db8::1|UDP|[::1]|5070|-|2001:db8::1|-1"
            })
    void isRead(String text, String transport, String host, int port, String branch, String received, int rport) {
        Via via = via(text);

        assertThat(via.version()).isEqualTo("SIP/2.0");
        assertThat(via.transport()).isEqualTo(transport);
        assertThat(via.host()).isEqualTo(host);
        assertThat(via.port()).isEqualTo(port);
        assertThat(via.branch()).isEqualTo(branch);
        assertThat(via.received()).isEqualTo(received);
        assertThat(via.rport()).isEqualTo(rport);
        assertThat(via(via.toString())).isEqualTo(via);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SIP",
                "SIP/2.0",
                "SIP/2.0/UDP",
                "SIP/2.0/UDP ",
                "SIP//UDP a",
                "/2.0/UDP a",
                "SIP/2.0/ a",
                "SIP/2.0/UDP:a",
                "SIP/2.0/UDP a:",
                "SIP/2.0/UDP a:0",
                "SIP/2.0/UDP a:70000",
                "SIP/2.0/UDP a b",
                "SIP/2.0/UDP a;",
                "SIP/2.0/UDP a;;branch=b",
                "SIP/2.0/UDP a;branch=",
                "SIP/2.0/UDP a;branch=b;branch=c",
                "SIP/2.0/UDP a;rport=x",
                "SIP/2.0/UDP a;rport=70000",
                "SIP/2.0/UDP [::1",
                "SIP/2.0/UDP a;x=\"open",
                "SIP/2.0/UDP a, SIP/2.0/UDP b"
            })
    void isRefused(String text) {
        assertThat(Via.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"z9hG4bKa,true", "z9hG4bK,false", "Z9HG4BKa,false", "1234,false"})
    void magicCookieHasToBeFollowedBySomething(String branch, boolean expected) {
        assertThat(via("SIP/2.0/UDP a;branch=" + branch).hasMagicCookie()).isEqualTo(expected);
        assertThat(via("SIP/2.0/UDP a").hasMagicCookie()).isFalse();
    }

    @Test
    void sourceIsAddedInPlace() {
        Via via = via("SIP/2.0/UDP a:1;rport;branch=z9hG4bKx;foo=\"b;r\"");

        assertThat(via.withSource("192.0.2.7", 40000))
                .hasToString("SIP/2.0/UDP a:1;rport=40000;branch=z9hG4bKx;foo=\"b;r\";received=192.0.2.7");
        assertThat(via.withSource(null, -1)).isEqualTo(via);
        assertThat(via.parameter("foo")).isEqualTo("b;r");
        assertThat(via.parameter("bar")).isNull();
    }

    @Test
    void isMadeOfAnyMap() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("branch", "z9hG4bKx");
        parameters.put("rport", "");
        parameters.put("note", "a \"b\"");

        assertThat(new Via("SIP/2.0", "TCP", "edge.example.org", 5060, parameters))
                .hasToString("SIP/2.0/TCP edge.example.org:5060;branch=z9hG4bKx;rport;note=\"a \\\"b\\\"\"");
    }
}
