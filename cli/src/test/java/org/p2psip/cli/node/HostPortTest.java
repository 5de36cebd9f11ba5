package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7460, 127.0.0.1, 7460",
        "kafka.example.org:9092, kafka.example.org, 9092",
        "[::1]:80, ::1, 80"
    })
    void addressIsReadAndWrittenTheSame(String text, String host, int port) {
        assertThat(HostPort.parse(text)).contains(new HostPort(host, port));
        assertThat(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":80", "host:", "host:0", "host:65536", "host:8o", "::1:80", "a b:80"})
    void whatIsNoAddressIsRefused(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }
}
