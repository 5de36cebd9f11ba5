package org.p2psip.routing.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceIdTest {
    @ParameterizedTest
    @CsvSource({
        // FIPS 180-4 examples, cut to 128 bits
        "abc, a9993e364706816aba3e25717850c26c",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, 84983e441c3bd26ebaae4aa1f95129e5",
        "'', da39a3ee5e6b4b0d3255bfef95601890",
        "alice@example.org, 45a6b241a242c97f0492d382c390dfa3",
        "jürgen@example.org, 494dfbac0bd525caafcc61ff32ce9c82",
    })
    void resourceIdIsTheFirst128BitsOfSha1(String name, String hex) {
        assertThat(ResourceId.ofName(name)).hasToString(hex);
    }

    @Test
    void bytesMakeTheSameIdAgain() {
        ResourceId id = ResourceId.ofName("alice@example.org");
        assertThat(ResourceId.ofBytes(id.toBytes())).isEqualTo(id);
    }
}
