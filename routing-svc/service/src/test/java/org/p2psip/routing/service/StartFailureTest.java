package org.p2psip.routing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.service.config.StartRefused;

@QuarkusTest
@QuarkusTestResource(RoutingTestPorts.class)
class StartFailureTest {
    @Test
    void takenPortIsToldWithTheKeysThatChooseIt() {
        Exception failure = new IllegalStateException("start", new BindException("Address already in use"));
        assertThat(StartFailure.reason(failure))
                .contains("Address already in use", "p2psip.grpc.port", "p2psip.http.port");
    }

    @Test
    void refusedStartIsToldInItsOwnWords() {
        StartRefused refused = new StartRefused("the file is damaged", new IOException("no line 3"));
        Exception failure = new RuntimeException("wrapped", refused);
        assertThat(StartFailure.reason(failure)).isEqualTo("the file is damaged");
    }

    @Test
    void anyOtherFailureIsToldInOneLine() {
        assertThat(StartFailure.reason(new IllegalStateException("first\nsecond")))
                .isEqualTo("first");
        assertThat(StartFailure.reason(new IllegalStateException()))
                .isNotEmpty()
                .hasLineCount(1);
    }
}
