package org.p2psip.storage.write;

import org.p2psip.storage.StoredValue;

/** What the rules say of one value of a write. */
sealed interface ValueDecision {
    /** It is stored already, or there is nothing to remove. */
    record Keep() implements ValueDecision {}

    record Put(StoredValue value) implements ValueDecision {}

    record Refuse(WriteResult.Refused refused) implements ValueDecision {}
}
