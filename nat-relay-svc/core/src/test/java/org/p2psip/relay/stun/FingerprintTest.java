package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void isTheCrcOfTheOctetsBeforeItXoredWithStun() {
        // the check value of CRC-32 is 0xCBF43926 for these nine octets
        ByteBuffer message = ByteBuffer.wrap("123456789 and more".getBytes(StandardCharsets.US_ASCII));
        assertThat(Fingerprint.of(message, 9)).isEqualTo(0xCBF43926 ^ 0x5354554E);
    }

    @Test
    void countsFromTheMessagesStart() {
        ByteBuffer message = ByteBuffer.wrap("xx123456789".getBytes(StandardCharsets.US_ASCII))
                .position(2);
        assertThat(Fingerprint.of(message, 9)).isEqualTo(0xCBF43926 ^ 0x5354554E);
        assertThat(message.position()).isEqualTo(2);
    }
}
