package org.p2psip.client.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaysTest {
    @Test
    void eachWayIsKnownByItsForm() {
        Ways ways = Ways.of(List.of(
                "bootstrap.example.org:7460",
                "[2001:db8::1]:7460",
                "dns:_p2psip._tcp.example.org",
                "dns:peers.default.svc:7460",
                "multicast",
                "broadcast"));
        assertThat(ways.servers()).containsExactly("bootstrap.example.org:7460", "[2001:db8::1]:7460");
        assertThat(ways.names()).containsExactly("_p2psip._tcp.example.org", "peers.default.svc:7460");
        assertThat(ways.targets())
                .extracting(Ways.CallTarget::call)
                .containsExactly(Ways.Call.MULTICAST, Ways.Call.MULTICAST, Ways.Call.BROADCAST);
        assertThat(ways.targets().get(0).address().getAddress().isMulticastAddress())
                .isTrue();
        assertThat(ways.targets().get(1).address().getAddress().isMulticastAddress())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "example.org:0",
                "example.org:65536",
                "example.org:x",
                ":7460",
                "2001:db8::1:7460",
                "dns:",
                "dns:example.org",
                "dns:_p2psip.example.org",
                "http://example.org:7460",
                "anycast"
            })
    void anythingElseIsRefusedWithWhatWouldBeRight(String way) {
        assertThatThrownBy(() -> Ways.of(List.of(way)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + way + "\"")
                .hasMessageContaining("dns:host:port");
    }
}
