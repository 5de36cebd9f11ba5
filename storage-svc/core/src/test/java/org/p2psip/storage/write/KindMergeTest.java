package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.WriteOrder;

class KindMergeTest {
    private final Writes record = new Writes();

    @Test
    void theNewerValueStaysWhicheverSideHasIt() {
        record.apply(Writes.put("c1", "old", order(1)));
        StoredKind old = record.state();
        record.now += 1000;
        record.apply(Writes.put("c1", "new", order(2)));
        StoredKind newer = record.state();

        assertThat(merged(old, newer).values()).isEqualTo(newer.values());
        assertThat(merged(newer, old)).isEqualTo(newer);
        assertThat(KindMerge.merge(newer, old, record.now).changed()).isFalse();
        assertThat(KindMerge.merge(old, newer, record.now).changed()).isTrue();
    }

    @Test
    void whatWasRemovedStaysRemovedThoughAnOldStoreHasIt() {
        record.apply(Writes.put("c1", "v", order(1)));
        StoredKind before = record.state();
        record.now += 1000;
        record.apply(Writes.remove("c1", order(2)));
        StoredKind removed = record.state();

        assertThat(merged(removed, before).live(record.now)).isEmpty();
        assertThat(merged(before, removed).live(record.now)).isEmpty();
    }

    @Test
    void whatWasClearedStaysClearedThoughTheStoreNeverSawIt() {
        record.apply(Writes.put("c1", "v", order(1)));
        StoredKind unseen = record.state();
        Writes other = new Writes();
        other.now += 1000;
        other.clear(order(5));

        assertThat(merged(other.state(), unseen).live(other.now)).isEmpty();
        assertThat(merged(unseen, other.state()).live(other.now)).isEmpty();
    }

    @Test
    void nothingStoredTakesAllOfTheOther() {
        record.apply(Writes.put("c1", "v", order(1)));

        WriteResult.Accepted result = KindMerge.merge(null, record.state(), record.now);

        assertThat(result.changed()).isTrue();
        assertThat(result.state()).isEqualTo(record.state());
    }

    @Test
    void keysOfBothStayWithALargerGeneration() {
        Writes other = new Writes();
        record.apply(Writes.put("c1", "v", order(1)));
        other.apply(Writes.put("c2", "w", order(2)));

        StoredKind both = merged(record.state(), other.state());

        assertThat(both.live(record.now)).hasSize(2);
        assertThat(both.generation()).isGreaterThan(record.state().generation());
        assertThat(both.generation()).isGreaterThan(other.state().generation());
    }

    @Test
    void whatExpiredMeanwhileIsNotBroughtBack() {
        record.apply(Writes.put("c1", "v", order(1)));
        StoredKind old = record.state();
        long later = old.forgetAtMs() + 1;

        assertThat(KindMerge.merge(null, old, later).state().live(later)).isEmpty();
    }

    @Provide
    Arbitrary<List<Integer>> picks() {
        return Arbitraries.integers().between(0, 5).list().ofMinSize(4).ofMaxSize(12);
    }

    /** Any copies of one history, merged in any order: its last state. */
    @Property(tries = 300)
    void copiesOfOneHistoryBecomeItsLastState(@ForAll("picks") List<Integer> contacts) {
        Writes history = new Writes();
        List<StoredKind> states = IntStream.range(0, contacts.size())
                .mapToObj(i -> {
                    history.now += 10;
                    String key = "c" + contacts.get(i) % 3;
                    boolean removes = contacts.get(i) >= 4;
                    history.apply(removes ? Writes.remove(key, order(i + 1)) : Writes.put(key, "v" + i, order(i + 1)));
                    return history.state();
                })
                .toList();

        StoredKind forward = null;
        StoredKind backward = null;
        for (StoredKind state : states) {
            forward = merged(forward, state, history.now);
        }
        for (StoredKind state : states.reversed()) {
            backward = merged(backward, state, history.now);
        }

        assertThat(forward.values())
                .isEqualTo(history.state().pruned(history.now).values());
        assertThat(backward).isEqualTo(history.state().pruned(history.now));
    }

    private StoredKind merged(StoredKind stored, StoredKind other) {
        return merged(stored, other, record.now);
    }

    private static StoredKind merged(StoredKind stored, StoredKind other, long nowMs) {
        return KindMerge.merge(stored, other, nowMs).state();
    }

    private static WriteOrder order(long sequence) {
        return new WriteOrder("call", sequence);
    }
}
