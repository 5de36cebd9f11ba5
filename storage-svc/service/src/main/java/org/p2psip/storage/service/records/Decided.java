package org.p2psip.storage.service.records;

import java.util.concurrent.TimeUnit;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.encoding.StoredKindEncoding;
import org.p2psip.storage.write.WriteResult;

/**
 * What the owner of a record decided: the bytes that it keeps, or nothing to keep.
 *
 * @param result     for the writer
 * @param state      null when nothing is kept
 * @param lifespanMs until it may be forgotten
 */
record Decided(WriteResult result, byte[] state, long lifespanMs) {
    /** How long a record stays readable after all of it is forgotten, so that its expiry can still be announced. */
    static final long GRACE_MS = TimeUnit.SECONDS.toMillis(30);

    static Decided nothing(WriteResult result) {
        return new Decided(result, null, 0);
    }

    static Decided keep(WriteResult.Accepted accepted, long nowMs) {
        StoredKind state = accepted.state();
        return new Decided(
                accepted, StoredKindEncoding.encode(state), Math.max(0, state.forgetAtMs() - nowMs) + GRACE_MS);
    }

    WriteResult set(ReadWriteEntryView<byte[], byte[]> view) {
        if (state != null) {
            view.set(state, new MetaLifespan(lifespanMs));
        }
        return result;
    }
}
