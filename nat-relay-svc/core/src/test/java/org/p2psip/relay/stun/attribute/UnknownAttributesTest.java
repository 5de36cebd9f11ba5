package org.p2psip.relay.stun.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.stun.Attribute;

class UnknownAttributesTest {
    @Test
    void typesAreReadAndWrittenWith16BitsEach() {
        UnknownAttributes unknown = new UnknownAttributes(List.of(0x0003, 0x7FFF, 0xFFFF));
        Attribute attribute =
                new Attribute(UnknownAttributes.TYPE, HexFormat.of().parseHex("00037fffffff"));
        assertThat(unknown.encode()).isEqualTo(attribute);
        assertThat(UnknownAttributes.decode(attribute)).contains(unknown);
    }

    @Test
    void noTypesAreAnEmptyList() {
        assertThat(UnknownAttributes.decode(new Attribute(UnknownAttributes.TYPE, new byte[0])))
                .contains(new UnknownAttributes(List.of()));
    }

    @Test
    void halfATypeIsRefused() {
        assertThat(UnknownAttributes.decode(new Attribute(UnknownAttributes.TYPE, new byte[3])))
                .isEmpty();
    }
}
