package org.p2psip.routing.record;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "16, true", "17, false"})
    void requestNamesOneToSixteenKinds(int kinds, boolean accepted) {
        assertThat(isAccepted(WriteRules.kinds(kinds))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"0, false, false", "0, true, true", "1, false, true", "64, true, true", "65, false, false"})
    void writeHasOneTo64EntriesOrClears(int entries, boolean clears, boolean accepted) {
        assertThat(isAccepted(WriteRules.kindWrite(entries, clears))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        // key bytes, exists, value bytes, lifetime, reason
        "0, true, 0, 1,",
        "512, true, 8192, 31536000,",
        "513, true, 1, 1, INVALID_MESSAGE",
        "1, true, 8193, 1, DATA_TOO_LARGE",
        "1, true, 1, 0, INVALID_MESSAGE",
        "1, true, 1, 31536001, INVALID_MESSAGE",
        "1, true, 1, -1, INVALID_MESSAGE",
        "1, false, 0, 0,",
        "1, false, 0, 60,",
        "1, false, 1, 60, INVALID_MESSAGE",
    })
    void entryKeepsTheBoundsOfKeyValueAndLifetime(
            int key, boolean exists, int value, int lifetime, Verdict.Reason reason) {
        Verdict verdict = WriteRules.entry(key, exists, value, lifetime);
        if (reason == null) {
            assertThat(verdict).isEqualTo(Verdict.ACCEPTED);
        } else {
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.reason())
                    .isEqualTo(reason));
        }
    }

    @Property
    void existingEntryIsAcceptedExactlyWithinItsBounds(
            @ForAll @IntRange(max = 600) int key, @ForAll @IntRange(max = 9000) int value, @ForAll int lifetime) {
        boolean within = key <= 512 && value <= 8192 && lifetime >= 1 && lifetime <= 31_536_000;
        assertThat(isAccepted(WriteRules.entry(key, true, value, lifetime))).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "256, true", "257, false"})
    void orderScopeHasAtMost256Bytes(int bytes, boolean accepted) {
        assertThat(isAccepted(WriteRules.orderScope(bytes))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, true",
        "64, 0, 0, true",
        "65, 0, 0, false",
        "0, 5, 0, true",
        "0, 5, 5, true",
        "0, 6, 5, false",
        "0, 1, -1, true",
    })
    void queryHasAtMost64KeysAndARangeThatGoesForward(int keys, int first, int last, boolean accepted) {
        assertThat(isAccepted(ReadRules.kindQuery(keys, first, last))).isEqualTo(accepted);
    }

    @Test
    void dictionaryKeyOfAQueryHasAtMost512Bytes() {
        assertThat(isAccepted(ReadRules.dictionaryKey(512))).isTrue();
        assertThat(isAccepted(ReadRules.dictionaryKey(513))).isFalse();
    }

    @Test
    void messageToANodeIsBounded() {
        assertThat(isAccepted(SendRules.message("ping", 65_536))).isTrue();
        assertThat(isAccepted(SendRules.message("", 0))).isFalse();
        assertThat(isAccepted(SendRules.message("x".repeat(65), 0))).isFalse();
        assertThat(SendRules.message("ping", 65_537))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Verdict.Reason.MESSAGE_TOO_LARGE));
    }

    @Test
    void firstRefusalOfTwoChecksIsTold() {
        Verdict first = Verdict.invalid("first");
        assertThat(first.and(() -> Verdict.invalid("second"))).isEqualTo(first);
        assertThat(Verdict.ACCEPTED.and(() -> first)).isEqualTo(first);
    }

    @Test
    void quotedTextIsShortAndWithoutControlCharacters() {
        assertThat(Quote.shorten("a\r\nb")).isEqualTo("a??b");
        assertThat(Quote.shorten("x".repeat(10_000))).hasSizeLessThan(140);
    }

    @Test
    void kindsAreFoundByTheirNumber() {
        for (Kind kind : Kind.values()) {
            assertThat(Kind.ofId(kind.id())).contains(kind);
        }
        assertThat(Kind.ofId(0x7777)).isEmpty();
    }

    private static boolean isAccepted(Verdict verdict) {
        return verdict instanceof Verdict.Accepted;
    }
}
