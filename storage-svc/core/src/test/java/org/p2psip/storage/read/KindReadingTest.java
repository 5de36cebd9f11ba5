package org.p2psip.storage.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;

class KindReadingTest {
    private static final long NOW = 1_000_000;
    private static final StoredKind DICTIONARY = new StoredKind(
            KindCatalog.EDGE_REGISTRATION,
            "alice@example.org",
            7,
            List.of(value(key("a"), true, 10), value(key("b"), false, 10), value(key("c"), true, 20)),
            ClearMark.NONE);

    @Test
    void tombstonesAndExpiredValuesAreNotRead() {
        assertThat(keys(KindQuery.all(KindCatalog.EDGE_REGISTRATION), NOW)).containsExactly(key("a"), key("c"));
        assertThat(keys(KindQuery.all(KindCatalog.EDGE_REGISTRATION), NOW + 10_000))
                .containsExactly(key("c"));
    }

    @Test
    void onlyTheKeysAskedForAreRead() {
        assertThat(keys(new KindQuery(KindCatalog.EDGE_REGISTRATION, Set.of(key("c"), key("x")), 0, 0, 0), NOW))
                .containsExactly(key("c"));
    }

    @Test
    void knownGenerationIsNotModified() {
        KindReading known =
                KindReading.of(DICTIONARY, new KindQuery(KindCatalog.EDGE_REGISTRATION, Set.of(), 0, 0, 7), NOW);
        KindReading older =
                KindReading.of(DICTIONARY, new KindQuery(KindCatalog.EDGE_REGISTRATION, Set.of(), 0, 0, 6), NOW);

        assertThat(known.notModified()).isTrue();
        assertThat(known.values()).isEmpty();
        assertThat(older.notModified()).isFalse();
        assertThat(older.values()).hasSize(2);
    }

    @Test
    void nothingStoredIsGenerationZero() {
        assertThat(KindReading.of(null, KindQuery.all(1), NOW)).isEqualTo(new KindReading(1, 0, List.of(), false));
    }

    @Test
    void arraysAreReadByRange() {
        StoredKind array = new StoredKind(
                KindCatalog.CERTIFICATE_BY_USER,
                "",
                1,
                List.of(value(index(0), true, 10), value(index(3), true, 10), value(index(9), true, 10)),
                ClearMark.NONE);

        KindReading reading =
                KindReading.of(array, new KindQuery(KindCatalog.CERTIFICATE_BY_USER, Set.of(), 1, 9, 0), NOW);

        assertThat(reading.values()).extracting(StoredValue::key).containsExactly(index(3), index(9));
    }

    @Test
    void whatIsLeftIsRoundedUpToSeconds() {
        StoredValue value = value(key("a"), true, 10);

        assertThat(value.remainingSeconds(NOW)).isEqualTo(10);
        assertThat(value.remainingSeconds(NOW + 1)).isEqualTo(10);
        assertThat(value.remainingSeconds(NOW + 9_999)).isEqualTo(1);
        assertThat(value.remainingSeconds(NOW + 10_000)).isZero();
    }

    private static List<EntryKey> keys(KindQuery query, long now) {
        return KindReading.of(DICTIONARY, query, now).values().stream()
                .map(StoredValue::key)
                .toList();
    }

    private static EntryKey.DictionaryKey key(String key) {
        return new EntryKey.DictionaryKey(Octets.copyOf(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static EntryKey.ArrayIndex index(long index) {
        return new EntryKey.ArrayIndex(index);
    }

    private static StoredValue value(EntryKey key, boolean exists, int lifetimeS) {
        return new StoredValue(key, exists, Octets.EMPTY, NOW, lifetimeS, WriteOrder.NONE, Octets.EMPTY, NOW + 60_000);
    }
}
