package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.TrunkStatus.RegistrationState;

class TrunkMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TrunkMetrics metrics = new TrunkMetrics(meters);

    private static TrunkStatus host(String trunk, String host, boolean up, int calls) {
        return new TrunkStatus(trunk, host, up, -1, calls, 0, 2, 3, 4, RegistrationState.NONE);
    }

    private double value(String name, String... labels) {
        return meters.get(name).tags(labels).gauge().value();
    }

    @Test
    void trunksAndHostsAreLabelsAndLeaveWithTheFile() {
        metrics.update(List.of(
                host("carrier", "sip:a.example", true, 7),
                host("carrier", "sip:b.example", false, 7),
                host("pbx", "sip:pbx.example", true, 1)));
        assertThat(value("p2psip.trunk.calls", "trunk", "carrier")).isEqualTo(7);
        assertThat(value("p2psip.trunk.refused.rate", "trunk", "pbx")).isEqualTo(3);
        assertThat(value("p2psip.trunk.host.up", "trunk", "carrier", "host", "sip:a.example"))
                .isEqualTo(1);
        assertThat(value("p2psip.trunk.host.up", "trunk", "carrier", "host", "sip:b.example"))
                .isZero();

        metrics.update(List.of(host("pbx", "sip:pbx.example", true, 5)));
        assertThat(value("p2psip.trunk.calls", "trunk", "pbx")).isEqualTo(5);
        assertThat(meters.find("p2psip.trunk.calls").gauges())
                .extracting((Gauge gauge) -> gauge.getId().getTag("trunk"))
                .containsExactly("pbx");
    }
}
