package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.write.WriteResult.Accepted;
import org.p2psip.storage.write.WriteResult.Refused;

/** Stores into an array: RFC 6940 sections 7.2.2 and 7.4.1.1. */
class ArrayStoreTest {
    private static final long END = EntryKey.ArrayIndex.END;

    private final StoredValueRules rules = new StoredValueRules(KindCatalog.STANDARD, WriteLimits.DEFAULT);
    private StoredKind state;
    private long now = 1_000_000;

    @Test
    void arraysAreSparse() {
        accepted(put(2, "X", 0));

        assertThat(live()).isEqualTo(Map.of(2L, "X"));
    }

    @Test
    void aStoreAtTheEndGoesBehindTheLastElement() {
        accepted(put(END, "first", 0));
        accepted(put(7, "far", 0));
        accepted(put(END, "last", 0));

        assertThat(live()).isEqualTo(Map.of(0L, "first", 7L, "far", 8L, "last"));
    }

    @Test
    void oneWriteAppendsSeveral() {
        accepted(put(END, "a", 0), put(END, "b", 0));

        assertThat(live()).isEqualTo(Map.of(0L, "a", 1L, "b"));
    }

    @Test
    void anAppendThatIsRepeatedIsStoredOnce() {
        accepted(put(END, "a", now));

        assertThat(accepted(put(END, "a", now)).changed()).isFalse();
        assertThat(accepted(put(END, "a", now + 1)).changed()).isTrue();
        assertThat(live()).isEqualTo(Map.of(0L, "a", 1L, "a"));
    }

    @Test
    void anAppendDoesNotTakeTheIndexOfARemovedElement() {
        accepted(put(END, "a", 0), put(END, "b", 0));
        accepted(ValueWrite.removal(new EntryKey.ArrayIndex(1), 0, WriteOrder.NONE));
        accepted(put(END, "c", 0));

        assertThat(live()).isEqualTo(Map.of(0L, "a", 2L, "c"));
    }

    @Test
    void clearingSparesWhatTheSameWriteAppends() {
        accepted(put(END, "a", 0), put(END, "b", 0));
        KindWrite replaced = new KindWrite(
                KindCatalog.CERTIFICATE_BY_USER,
                "",
                0,
                List.of(put(END, "c", 0)),
                Optional.of(new Clear(WriteOrder.NONE, 0)),
                false);
        state = ((Accepted) rules.decide(state, replaced, now)).state();

        assertThat(live()).isEqualTo(Map.of(2L, "c"));
    }

    @Test
    void behindTheLastIndexThereIsNoEnd() {
        accepted(put(EntryKey.ArrayIndex.LAST, "last", 0));

        refused(RefusalCode.LIMIT_REACHED, false, put(END, "one more", 0));
    }

    @Test
    void aRemovalNamesItsIndex() {
        refused(
                RefusalCode.INVALID_MESSAGE,
                false,
                ValueWrite.removal(new EntryKey.ArrayIndex(END), 0, WriteOrder.NONE));
    }

    @Test
    void aReplicaNamesItsIndex() {
        refused(RefusalCode.INVALID_MESSAGE, true, put(END, "a", now));
    }

    @Test
    void anElementIsOverwrittenAtItsIndex() {
        accepted(put(END, "old", 0));
        now += 1;
        accepted(put(0, "new", 0));

        assertThat(live()).isEqualTo(Map.of(0L, "new"));
    }

    private Accepted accepted(ValueWrite... values) {
        WriteResult result = rules.decide(state, write(false, values), now);
        assertThat(result).isInstanceOf(Accepted.class);
        state = ((Accepted) result).state();
        return (Accepted) result;
    }

    private void refused(RefusalCode code, boolean replica, ValueWrite... values) {
        assertThat(rules.decide(state, write(replica, values), now))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static KindWrite write(boolean replica, ValueWrite... values) {
        return new KindWrite(
                KindCatalog.CERTIFICATE_BY_USER, "", replica ? 1 : 0, List.of(values), Optional.empty(), replica);
    }

    private static ValueWrite put(long index, String value, long storageTimeMs) {
        return new ValueWrite(
                new EntryKey.ArrayIndex(index),
                true,
                Writes.octets(value),
                storageTimeMs,
                3600,
                WriteOrder.NONE,
                Octets.EMPTY);
    }

    private Map<Long, String> live() {
        Map<Long, String> live = new LinkedHashMap<>();
        state.live(now)
                .forEach(value -> live.put(
                        ((EntryKey.ArrayIndex) value.key()).index(),
                        new String(value.value().toByteArray(), StandardCharsets.UTF_8)));
        return live;
    }
}
