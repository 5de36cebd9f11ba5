package org.p2psip.relay.stun.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;

class SoftwareTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "p2psip", "Größe ♥"})
    void descriptionIsUtf8(String description) {
        Attribute attribute = new Attribute(Software.TYPE, description.getBytes(StandardCharsets.UTF_8));
        assertThat(new Software(description).encode()).isEqualTo(attribute);
        assertThat(Software.decode(attribute)).contains(new Software(description));
    }

    @Test
    void moreThan763OctetsAreRefused() {
        assertThat(Software.decode(new Attribute(Software.TYPE, new byte[763]))).isPresent();
        assertThat(Software.decode(new Attribute(Software.TYPE, new byte[764]))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Software("é".repeat(382)));
    }
}
