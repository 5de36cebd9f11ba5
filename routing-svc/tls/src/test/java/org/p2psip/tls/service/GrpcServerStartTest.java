package org.p2psip.tls.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GrpcServerStartTest {
    @Test
    void serverThatIsCountedAMomentLaterListens() {
        AtomicInteger looks = new AtomicInteger();
        assertThat(GrpcServerStart.isListening(() -> looks.incrementAndGet() < 20 ? 0 : 1))
                .isTrue();
        assertThat(looks).hasValue(20);
    }

    @Test
    void serverThatIsNeverCountedDoesNot() {
        assertThat(GrpcServerStart.isListening(() -> 0)).isFalse();
    }
}
