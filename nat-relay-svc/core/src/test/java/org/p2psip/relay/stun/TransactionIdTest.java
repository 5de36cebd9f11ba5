package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TransactionIdTest {
    @Test
    void newOnesHaveTheCookieAndDiffer() {
        Random random = new Random(8489);
        TransactionId first = TransactionId.random(random);
        TransactionId second = TransactionId.random(random);
        assertThat(first).isNotEqualTo(second);
        assertThat(first.classic()).isFalse();
        assertThat(first.octets()).hasSize(TransactionId.OCTETS).startsWith(0x21, 0x12, 0xA4, 0x42);
    }

    @Test
    void withoutTheCookieTheClientIsOfRfc3489() {
        assertThat(new TransactionId(0x2112A44300000000L, 1).classic()).isTrue();
        assertThat(new TransactionId(0, 0).classic()).isTrue();
    }

    @Test
    void octetsAreInNetworkOrder() {
        assertThat(new TransactionId(0x0102030405060708L, 0x090A0B0C0D0E0F10L).octets())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }
}
