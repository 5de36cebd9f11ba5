package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.service.settings.EdgeProperties;

class StartFailureTest {
    @ParameterizedTest
    @CsvSource({"p2psip.sip.port, abc, integer", "p2psip.sip.prot, 5060, is no key of this service"})
    void wrongKeyOrTypeIsToldInOneLine(String key, String value, String told) {
        Throwable failure = catchThrowable(() -> new SmallRyeConfigBuilder()
                .withMapping(EdgeProperties.class)
                .withSources(new YamlConfigSource(EdgeProperties.class.getResource("/application.yaml"), 100))
                .withSources(new PropertiesConfigSource(Map.of(key, value), "test", 400))
                .build());
        assertThat(StartFailure.line(new IllegalStateException("start", failure)))
                .contains(key)
                .contains(told)
                .doesNotContain("SRCFG", "\n");
    }
}
