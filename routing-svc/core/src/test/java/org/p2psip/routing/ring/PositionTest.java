package org.p2psip.routing.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

    @ParameterizedTest
    @CsvSource({
        // position, from, to, between
        "5, 3, 7, true",
        "3, 3, 7, false",
        "7, 3, 7, true",
        "8, 3, 7, false",
        "1, ffffffffffffffffffffffffffffffff, 2, true",
        "0, fffffffffffffffffffffffffffffff0, 2, true",
        "ffffffffffffffffffffffffffffffff, fffffffffffffffffffffffffffffff0, 2, true",
        "3, fffffffffffffffffffffffffffffff0, 2, false",
        "80000000000000000000000000000000, 7fffffffffffffffffffffffffffffff, 80000000000000000000000000000001, true",
        "10000000000000000, ffffffffffffffff, 10000000000000001, true",
        "9, 4, 4, true",
        "4, 4, 4, true",
    })
    void arcGoesClockwiseWithoutItsStartAndWrapsAround(String position, String from, String to, boolean between) {
        assertThat(at(position).isBetween(at(from), at(to))).isEqualTo(between);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "ffffffffffffffff, 10000000000000000",
        "7fffffffffffffffffffffffffffffff, 80000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffff, 0",
    })
    void nextIsOneStepClockwiseAndWrapsAround(String position, String next) {
        assertThat(at(position).next()).isEqualTo(at(next));
    }

    @Property
    void distanceIsTheDifferenceModulo128Bits(
            @ForAll long aHigh, @ForAll long aLow, @ForAll long bHigh, @ForAll long bLow) {
        Position a = new Position(aHigh, aLow);
        Position b = new Position(bHigh, bLow);
        assertThat(number(a.distanceTo(b)))
                .isEqualTo(number(b).subtract(number(a)).mod(MODULUS));
    }

    @Property
    void orderIsThatOfUnsignedNumbers(@ForAll long aHigh, @ForAll long aLow, @ForAll long bHigh, @ForAll long bLow) {
        Position a = new Position(aHigh, aLow);
        Position b = new Position(bHigh, bLow);
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(number(a).compareTo(number(b)));
    }

    @Property
    void everyPositionLiesOnExactlyOneOfTwoArcsThatPartTheRing(
            @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow, @ForAll long x) {
        Position a = new Position(high, low);
        Position b = new Position(otherHigh, otherLow);
        Position position = new Position(x, low);
        if (!a.equals(b)) {
            assertThat(position.isBetween(a, b)).isNotEqualTo(position.isBetween(b, a));
        }
    }

    @Property
    void bytesAndHexSpellTheSameNumber(@ForAll long high, @ForAll long low) {
        Position position = new Position(high, low);
        assertThat(Position.ofBytes(position.toBytes())).isEqualTo(position);
        assertThat(HexFormat.of().parseHex(position.toHex())).isEqualTo(position.toBytes());
    }

    static Position at(String hex) {
        return Position.ofBytes(HexFormat.of().parseHex("0".repeat(32 - hex.length()) + hex));
    }

    private static BigInteger number(Position position) {
        return new BigInteger(1, position.toBytes());
    }
}
