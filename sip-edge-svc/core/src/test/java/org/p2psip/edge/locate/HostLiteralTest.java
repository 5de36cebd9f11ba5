package org.p2psip.edge.locate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostLiteralTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "[::1], 0:0:0:0:0:0:0:1",
        "[2001:db8::5], 2001:db8:0:0:0:0:0:5"
    })
    void addressIsRead(String host, String address) {
        assertThat(HostLiteral.of(host).getHostAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.1.5",
                "1.2.3.4a",
                "[",
                "[]",
                "[abc",
                "[zz::1]",
                "12345"
            })
    void nameIsNoAddress(String host) {
        assertThat(HostLiteral.of(host)).isNull();
    }
}
