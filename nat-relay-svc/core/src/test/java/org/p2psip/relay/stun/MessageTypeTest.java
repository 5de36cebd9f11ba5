package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTypeTest {
    @ParameterizedTest
    @CsvSource({
        "0x0001, 0x001, REQUEST",
        "0x0011, 0x001, INDICATION",
        "0x0101, 0x001, SUCCESS_RESPONSE",
        "0x0111, 0x001, ERROR_RESPONSE",
        "0x0003, 0x003, REQUEST",
        "0x0016, 0x006, INDICATION",
        "0x0118, 0x008, ERROR_RESPONSE",
        "0x3EEF, 0xFFF, REQUEST",
        "0x3FFF, 0xFFF, ERROR_RESPONSE",
        "0x0020, 0x010, REQUEST",
        "0x0200, 0x080, REQUEST"
    })
    void methodAndClassAreInterleaved(String bits, String method, MessageClass messageClass) {
        MessageType type = new MessageType(Integer.decode(method), messageClass);
        assertThat(type.encode()).isEqualTo(Integer.decode(bits));
        assertThat(MessageType.decode(Integer.decode(bits))).isEqualTo(type);
    }

    @Test
    void all14BitsAreReadAndWrittenAlike() {
        for (int bits = 0; bits < 1 << 14; bits++) {
            assertThat(MessageType.decode(bits).encode()).isEqualTo(bits);
        }
    }

    @Test
    void methodOfMoreThan12BitsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageType(0x1000, MessageClass.REQUEST));
    }
}
