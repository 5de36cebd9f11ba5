package org.p2psip.edge.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "endpoint, collector, must be the URL of a collector",
        "endpoint, localhost:4317, must be the URL of a collector",
        "endpoint, grpc://otel.example.net:4317, must be the URL of a collector",
        "endpoint, http://:4317, must be the URL of a collector",
        "endpoint, http://otel example, must be the URL of a collector",
        "ratio, -0.1, must be 0 to 1",
        "ratio, 1.01, must be 0 to 1",
        "ratio, NaN, must be 0 to 1"
    })
    void wrongValueIsRefusedWithKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> EdgeSettingsTest.settings(Map.of("p2psip.tracing." + key, value)))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("p2psip.tracing." + key)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 1})
    void noneSomeAndAllRequestsMayBeTraced(double ratio) {
        Map<String, String> given = Map.of(
                "p2psip.tracing.ratio", "" + ratio, "p2psip.tracing.endpoint", "https://otel.example.net:4317/traces");
        assertThat(EdgeSettingsTest.settings(given).properties().tracing().ratio())
                .isEqualTo(ratio);
    }
}
