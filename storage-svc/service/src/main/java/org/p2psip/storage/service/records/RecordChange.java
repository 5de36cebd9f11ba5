package org.p2psip.storage.service.records;

import org.p2psip.storage.StoredKind;
import org.p2psip.storage.write.KindMerge;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.WriteResult;

/** What is asked of the owner of a record. */
sealed interface RecordChange {
    /** @param current what is stored, or null when nothing is */
    WriteResult decide(StoredValueRules rules, StoredKind current, long nowMs);

    record Write(KindWrite write) implements RecordChange {
        @Override
        public WriteResult decide(StoredValueRules rules, StoredKind current, long nowMs) {
            return rules.decide(current, write, nowMs);
        }
    }

    /** What a member found on its disk when it came back. */
    record Merge(StoredKind earlier) implements RecordChange {
        @Override
        public WriteResult decide(StoredValueRules rules, StoredKind current, long nowMs) {
            return KindMerge.merge(current, earlier, nowMs);
        }
    }
}
