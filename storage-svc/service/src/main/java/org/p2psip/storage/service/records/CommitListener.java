package org.p2psip.storage.service.records;

import org.p2psip.storage.StoredKind;

/** Hears of a change after it is committed. It must not wait, nor fail. */
@FunctionalInterface
public interface CommitListener {
    void committed(RecordKey key, StoredKind state);
}
