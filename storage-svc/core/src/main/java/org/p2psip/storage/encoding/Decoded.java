package org.p2psip.storage.encoding;

import org.p2psip.storage.StoredKind;

/** What came of reading kept bytes. */
public sealed interface Decoded {
    record State(StoredKind kind) implements Decoded {}

    /** @param reason what is wrong with the bytes; the record is lost to this store */
    record Damaged(String reason) implements Decoded {}
}
