package org.p2psip.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTest {

    /** SHA-1 vectors of RFC 3174 section 7.3 and of the empty string, cut to 128 bits. */
    @ParameterizedTest
    @CsvSource({
        "abc, a9993e364706816aba3e25717850c26c",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, 84983e441c3bd26ebaae4aa1f95129e5",
        "'', da39a3ee5e6b4b0d3255bfef95601890"
    })
    void resourceIdIsTheStartOfSha1(String name, String hex) {
        assertThat(ResourceId.of(name)).hasToString(hex);
    }

    @Test
    void nameAloneGivesItsResourceId() {
        assertThat(Resource.check("alice@example.org", Octets.EMPTY))
                .isEqualTo(new Resource.Valid(new Resource(ResourceId.of("alice@example.org"), "alice@example.org")));
    }

    @Test
    void resourceIdAloneIsEnough() {
        assertThat(Resource.check("", ResourceId.LAST.octets()))
                .isEqualTo(new Resource.Valid(new Resource(ResourceId.LAST, "")));
    }

    @Test
    void nameAndResourceIdMustAgree() {
        Octets of = ResourceId.of("alice@example.org").octets();

        assertThat(Resource.check("alice@example.org", of)).isInstanceOf(Resource.Valid.class);
        assertThat(Resource.check("bob@example.org", of))
                .isInstanceOfSatisfying(Resource.Invalid.class, invalid -> assertThat(invalid.reason())
                        .contains("bob@example.org", of.toString()));
    }

    @Test
    void neitherAndOversizedAreRefused() {
        assertThat(Resource.check("", Octets.EMPTY)).isInstanceOf(Resource.Invalid.class);
        assertThat(Resource.check("", Octets.copyOf(new byte[15]))).isInstanceOf(Resource.Invalid.class);
        assertThat(Resource.check("x".repeat(513), Octets.EMPTY)).isInstanceOf(Resource.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 20, 10, true",
        "10, 20, 20, true",
        "10, 20, 21, false",
        "f0, 10, ff, true",
        "f0, 10, 05, true",
        "f0, 10, 80, false"
    })
    void aRangeMayWrapAroundZero(String first, String last, String id, boolean within) {
        assertThat(id(id).isWithin(id(first), id(last))).isEqualTo(within);
    }

    private static ResourceId id(String firstByte) {
        byte[] bytes = new byte[ResourceId.LENGTH];
        bytes[0] = HexFormat.of().parseHex(firstByte)[0];
        return new ResourceId(Octets.wrap(bytes));
    }
}
