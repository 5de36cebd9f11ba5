package org.p2psip.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.write.WriteResult.Accepted;

class ConvergenceTest {

    /** One step of one of two calls on one of three contacts. */
    record Step(boolean firstCall, int contact, boolean exists, int sequence) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(1, 8))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(14);
    }

    @Provide
    Arbitrary<List<Integer>> shuffled() {
        return Arbitraries.shuffle(IntStream.range(0, 14).boxed().toList());
    }

    /** Writes with times of their own, whose order and time agree: whatever way they come, the newest stays. */
    @Property(tries = 500)
    void anyInterleavingOfTwoCallsConverges(
            @ForAll("steps") List<Step> steps, @ForAll("shuffled") List<Integer> order) {
        Writes inOrder = new Writes();
        Writes shuffled = new Writes();
        List<ValueWrite> writes = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            WriteOrder place = new WriteOrder(step.firstCall() ? "first" : "second", i + 1L);
            writes.add(write(step, i, inOrder.now + i, place));
        }

        writes.forEach(inOrder::apply);
        order.stream().filter(i -> i < writes.size()).forEach(i -> shuffled.apply(writes.get(i)));

        assertThat(shuffled.live()).isEqualTo(inOrder.live());
    }

    /** As they come from other sites, some twice: the same on every site. */
    @Property(tries = 500)
    void replicasConvergeInAnyOrder(@ForAll("steps") List<Step> steps, @ForAll("shuffled") List<Integer> order) {
        Writes one = new Writes();
        Writes other = new Writes();
        List<ValueWrite> writes = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            writes.add(write(step, i, one.now + step.sequence(), WriteOrder.NONE));
        }

        writes.forEach(one::replica);
        order.stream().filter(i -> i < writes.size()).forEach(i -> other.replica(writes.get(i)));
        writes.reversed().forEach(other::replica);

        assertThat(other.live()).isEqualTo(one.live());
    }

    /** With the store's clock: what a call removed never comes back by what the same call wrote before. */
    @Property(tries = 500)
    void aRemovedContactIsNotBroughtBackByAnOlderWrite(@ForAll("steps") List<Step> steps) {
        Writes record = new Writes();
        Map<Integer, Step> last = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            record.now += 100;
            WriteResult result = record.apply(
                    write(step, i, 0, new WriteOrder(step.firstCall() ? "first" : "second", step.sequence())));
            Step before = last.get(step.contact());
            boolean older =
                    before != null && before.firstCall() == step.firstCall() && step.sequence() < before.sequence();
            assertThat(result instanceof Accepted).isEqualTo(!older && !contradicts(before, step));
            if (result instanceof Accepted) {
                last.put(step.contact(), step);
            }
        }
        last.forEach((contact, step) -> assertThat(record.live().containsKey("c" + contact))
                .as("contact %d after %s", contact, step)
                .isEqualTo(step.exists()));
    }

    /** Storage time and generation of a record only ever grow. */
    @Property(tries = 300)
    void timesAndGenerationsGrow(@ForAll("steps") List<Step> steps) {
        Writes record = new Writes();
        long generation = 0;
        Map<String, Long> times = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            WriteResult result = record.apply(
                    write(step, i, 0, new WriteOrder(step.firstCall() ? "first" : "second", step.sequence())));
            if (result instanceof Accepted accepted && accepted.changed()) {
                assertThat(accepted.state().generation()).isGreaterThan(generation);
                generation = accepted.state().generation();
                for (StoredValue value : accepted.state().values()) {
                    Long before = times.put(value.key().toString(), value.storageTimeMs());
                    assertThat(value.storageTimeMs()).isGreaterThanOrEqualTo(before == null ? 0 : before);
                }
            }
        }
    }

    /** The same number for another value of the same call; for the same one it would be a repetition. */
    private static boolean contradicts(Step before, Step step) {
        return before != null
                && before.firstCall() == step.firstCall()
                && step.sequence() == before.sequence()
                && (before.exists() || step.exists());
    }

    private static ValueWrite write(Step step, int value, long storageTimeMs, WriteOrder order) {
        Octets content = step.exists() ? Writes.octets("v" + value) : Octets.EMPTY;
        return new ValueWrite(
                Writes.key("c" + step.contact()), step.exists(), content, storageTimeMs, 3600, order, Octets.EMPTY);
    }
}
