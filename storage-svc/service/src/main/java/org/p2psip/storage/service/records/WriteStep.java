package org.p2psip.storage.service.records;

import java.util.Optional;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.encoding.StoredKindEncoding;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.WriteResult;

/**
 * The atomic step at the owner of a record: reads the state, lets the rules decide, and keeps the next state.
 *
 * <p>In a cluster it travels to the owner and is repeated on the copies, so it carries its clock and looks at nothing
 * else ({@link WriteMarshaller}).
 */
record WriteStep(StoredValueRules rules, KeptBytes kept, KindWrite write, long nowMs)
        implements Function<ReadWriteEntryView<byte[], byte[]>, WriteResult> {
    /** How long a record stays readable after all of it is forgotten, so that its expiry can still be announced. */
    static final long GRACE_MS = 30_000;

    @Override
    public WriteResult apply(ReadWriteEntryView<byte[], byte[]> view) {
        Optional<StoredKind> current = view.find().flatMap(kept::read);
        WriteResult result = rules.decide(current.orElse(null), write, nowMs);
        if (result instanceof WriteResult.Accepted accepted && accepted.changed()) {
            long lifespan = Math.max(0, accepted.state().forgetAtMs() - nowMs) + GRACE_MS;
            view.set(StoredKindEncoding.encode(accepted.state()), new MetaLifespan(lifespan));
        }
        return result;
    }
}
