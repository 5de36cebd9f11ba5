package org.p2psip.storage.write;

import org.p2psip.storage.StoredKind;

/** What came of a write. */
public sealed interface WriteResult {

    /**
     * The write holds.
     *
     * @param state   the kind after it
     * @param changed whether the state differs from before; a repetition changes nothing
     * @param removed values that existed before and no longer do
     */
    record Accepted(StoredKind state, boolean changed, int removed) implements WriteResult {}

    /**
     * Nothing was changed.
     *
     * @param message             what was wrong, with which value, and what would be right
     * @param storedGeneration    with GENERATION_COUNTER_TOO_LOW and DATA_TOO_OLD what the store has, else 0
     * @param storedStorageTimeMs with DATA_TOO_OLD what the store has, else 0
     */
    record Refused(RefusalCode code, String message, long storedGeneration, long storedStorageTimeMs)
            implements WriteResult {
        public Refused(RefusalCode code, String message) {
            this(code, message, 0, 0);
        }
    }
}
