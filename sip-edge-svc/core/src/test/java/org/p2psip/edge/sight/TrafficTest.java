package org.p2psip.edge.sight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.edge.Transport;
import org.p2psip.edge.sight.Traffic.Direction;

class TrafficTest {
    private final Traffic traffic = new Traffic();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource
    void methodIsReadFromWhatIsSent(Method method) {
        String name = method == Method.OTHER ? "FOO" : method.name();
        traffic.sent(Transport.TLS, bytes(name + " sip:bob@example.org SIP/2.0\r\n\r\n"));
        traffic.requestIn(Transport.UDP, name);
        traffic.requestIn(Transport.UDP, name);
        for (Method other : Method.values()) {
            assertThat(traffic.requests(Direction.OUT, Transport.TLS, other)).isEqualTo(other == method ? 1 : 0);
            assertThat(traffic.requests(Direction.IN, Transport.UDP, other)).isEqualTo(other == method ? 2 : 0);
            assertThat(traffic.requests(Direction.OUT, Transport.UDP, other)).isZero();
        }
    }

    @Test
    void responsesAndKeepalivesThatAreSentAreNoRequests() {
        traffic.sent(Transport.UDP, bytes("SIP/2.0 200 OK\r\n\r\n"));
        traffic.sent(Transport.TCP, bytes("\r\n"));
        for (Method method : Method.values()) {
            assertThat(traffic.requests(Direction.OUT, Transport.UDP, method)).isZero();
            assertThat(traffic.requests(Direction.OUT, Transport.TCP, method)).isZero();
        }
    }

    @Test
    void responsesCountByClassOfStatus() {
        for (int status : new int[] {100, 180, 200, 302, 486, 503, 603}) {
            traffic.response(Direction.OUT, "INVITE", status);
        }
        long[] byClass = new long[6];
        for (int statusClass = 1; statusClass <= 6; statusClass++) {
            byClass[statusClass - 1] = traffic.responses(Direction.OUT, Method.INVITE, statusClass);
        }
        assertThat(byClass).containsExactly(2, 1, 1, 1, 1, 1);
        assertThat(traffic.responses(Direction.IN, Method.INVITE, 2)).isZero();
    }
}
