package org.p2psip.storage.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.service.config.StartRefused;

class StartFailureTest {

    @Test
    void aRefusedSettingIsOneLine() {
        assertThat(report(new IllegalStateException(StartRefused.setting("p2psip.data", "x", "a directory"))))
                .isEqualTo("storage cannot start: p2psip.data is \"x\"; allowed is a directory\n");
    }

    @Test
    void aTakenPortIsOneLine() {
        assertThat(report(new RuntimeException(
                        new QuarkusBindException("127.0.0.1", 7471, new BindException("Address already in use")))))
                .hasLineCount(1)
                .contains("p2psip.http.port", "7471");
    }

    @Test
    void aPortThatIsNoNumberIsNamedByOurKey() {
        assertThat(report(new IllegalArgumentException("SRCFG00029: quarkus.grpc.server.port: not a number: \"abc\"")))
                .hasLineCount(1)
                .contains("p2psip.grpc.port", "abc", "0 to 65535");
    }

    @Test
    void aBugShowsItsStack() {
        assertThat(report(new IllegalStateException("broken"))).contains("broken", "at org.p2psip");
    }

    private static String report(Throwable failure) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StartFailure.report(failure, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
