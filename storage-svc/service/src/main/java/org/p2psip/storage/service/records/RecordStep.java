package org.p2psip.storage.service.records;

import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.write.WriteResult;

/**
 * The atomic step at the owner of a record: reads the state, decides, and keeps the next state.
 *
 * <p>In a cluster Infinispan sends it to the owner, and from there the same object to the members with copies, which
 * would decide again. They must not: what they have may differ while copies are on their way to them. So the step takes
 * with it what was decided, and they keep just that. Copies are equal to the last byte.
 */
final class RecordStep implements Function<ReadWriteEntryView<byte[], byte[]>, WriteResult> {
    private final StepContext context;
    private final RecordChange change;
    private final long nowMs;
    private volatile Decided decided;

    /** @param nowMs the clock of the member that was asked */
    RecordStep(StepContext context, RecordChange change, long nowMs) {
        this.context = context;
        this.change = change;
        this.nowMs = nowMs;
    }

    /** One that was decided already. */
    RecordStep(StepContext context, Decided decided, long nowMs) {
        this(context, (RecordChange) null, nowMs);
        this.decided = decided;
    }

    RecordChange change() {
        return change;
    }

    /** Null until it is decided. */
    Decided decided() {
        return decided;
    }

    long nowMs() {
        return nowMs;
    }

    @Override
    public WriteResult apply(ReadWriteEntryView<byte[], byte[]> view) {
        if (change == null && !context.ownership().decides(view.key())) {
            return decided.set(view);
        }
        StoredKind current = view.find().flatMap(context.kept()::read).orElse(null);
        decided = change == null ? again(current) : decide(current);
        return decided.set(view);
    }

    private Decided decide(StoredKind current) {
        WriteResult result = change.decide(context.rules(), current, nowMs);
        if (!(result instanceof WriteResult.Accepted accepted)) {
            return Decided.nothing(result);
        }
        // A repetition changes nothing here, but a copy may lack what is repeated: the owner before may have died first
        boolean repeatsForCopies = current != null && context.ownership().hasCopies();
        return accepted.changed() || repeatsForCopies ? Decided.keep(accepted, nowMs) : Decided.nothing(result);
    }

    /**
     * The owner that decided is gone, and its step came to the next one. What that has since then must not be lost, nor
     * what was decided.
     */
    private Decided again(StoredKind current) {
        if (!(decided.result() instanceof WriteResult.Accepted accepted)) {
            return decided;
        }
        WriteResult.Accepted merged =
                (WriteResult.Accepted) new RecordChange.Merge(accepted.state()).decide(context.rules(), current, nowMs);
        return Decided.keep(new WriteResult.Accepted(merged.state(), accepted.changed(), accepted.removed()), nowMs);
    }
}
