package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;

class WriteShapeTest {
    private static final EntryKey KEY = Writes.key("c");
    private static final int DICTIONARY = KindCatalog.EDGE_REGISTRATION;

    private final StoredValueRules rules = new StoredValueRules(KindCatalog.STANDARD, WriteLimits.DEFAULT);

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("single with a key", KindCatalog.CREDENTIALS, value(KEY, 1, 60), "SINGLE"),
                Arguments.of("dictionary without", DICTIONARY, value(EntryKey.SINGLE, 1, 60), "DICTIONARY"),
                Arguments.of("array with a key", KindCatalog.CERTIFICATE_BY_USER, value(KEY, 1, 60), "ARRAY"),
                Arguments.of("empty key", DICTIONARY, value(Writes.key(""), 1, 60), "0 bytes"),
                Arguments.of("long key", DICTIONARY, value(Writes.key("k".repeat(513)), 1, 60), "513"),
                Arguments.of("no lifetime", DICTIONARY, value(KEY, 1, 0), "lifetime_s"),
                Arguments.of("two years", DICTIONARY, value(KEY, 1, 63_072_000), "31536000"),
                Arguments.of("unsigned lifetime", DICTIONARY, value(KEY, 1, -1), "4294967295"),
                Arguments.of("negative time", DICTIONARY, timed(-1, WriteOrder.NONE), "storage_time_ms"),
                Arguments.of("long scope", DICTIONARY, timed(0, new WriteOrder("s".repeat(257), 1)), "256"),
                Arguments.of("no scope", DICTIONARY, timed(0, new WriteOrder("", 7)), "scope"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void malformedWritesAreInvalid(String name, int kind, ValueWrite value, String says) {
        assertRefused(kind, List.of(value), RefusalCode.INVALID_MESSAGE, says);
    }

    @Test
    void anOversizedValueIsTooLarge() {
        assertRefused(DICTIONARY, List.of(value(KEY, 8193, 60)), RefusalCode.DATA_TOO_LARGE, "8192");
        assertThat(rules.check(write(DICTIONARY, List.of(value(KEY, 8192, 60)))))
                .isEmpty();
    }

    @Test
    void aRemovalCarriesNoValue() {
        ValueWrite removal = new ValueWrite(KEY, false, Writes.octets("v"), 0, 0, WriteOrder.NONE, Octets.EMPTY);

        assertRefused(DICTIONARY, List.of(removal), RefusalCode.INVALID_MESSAGE, "does not exist");
    }

    @Test
    void aKeyIsNamedOnce() {
        assertRefused(DICTIONARY, List.of(value(KEY, 1, 60), value(KEY, 2, 60)), RefusalCode.INVALID_MESSAGE, "twice");
    }

    private void assertRefused(int kind, List<ValueWrite> values, RefusalCode code, String says) {
        assertThat(rules.check(write(kind, values))).hasValueSatisfying(refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.message()).contains(says);
        });
    }

    private static KindWrite write(int kind, List<ValueWrite> values) {
        return new KindWrite(kind, "", 0, values, Optional.empty(), false);
    }

    private static ValueWrite value(EntryKey key, int length, int lifetimeS) {
        return new ValueWrite(key, true, Octets.wrap(new byte[length]), 0, lifetimeS, WriteOrder.NONE, Octets.EMPTY);
    }

    private static ValueWrite timed(long storageTimeMs, WriteOrder order) {
        return new ValueWrite(KEY, true, Writes.octets("v"), storageTimeMs, 60, order, Octets.EMPTY);
    }
}
