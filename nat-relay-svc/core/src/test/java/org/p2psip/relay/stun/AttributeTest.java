package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AttributeTest {
    @Test
    void lowerHalfOfTheTypesHasToBeUnderstood() {
        assertThat(new Attribute(0x7FFF, new byte[0]).comprehensionRequired()).isTrue();
        assertThat(new Attribute(0x8000, new byte[0]).comprehensionRequired()).isFalse();
    }

    @Test
    void valueCannotBeChangedFromOutside() {
        byte[] value = {1, 2};
        Attribute attribute = new Attribute(1, value);
        value[0] = 9;
        attribute.value()[1] = 9;
        assertThat(attribute).isEqualTo(new Attribute(1, new byte[] {1, 2}));
        assertThat(attribute.hashCode()).isEqualTo(new Attribute(1, new byte[] {1, 2}).hashCode());
    }

    @Test
    void typeAndLengthHave16Bits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Attribute(0x10000, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Attribute(1, new byte[0x10000]));
    }

    @Test
    void showsTypeAndOctets() {
        assertThat(new Attribute(0x8022, new byte[] {0x0A, (byte) 0xFF})).hasToString("0x8022[0aff]");
    }
}
