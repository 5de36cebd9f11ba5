package org.p2psip.storage.service.disk;

import org.infinispan.commons.marshall.WrappedByteArray;

/** A change of what is stored. */
sealed interface DiskWrite {
    /** What one takes in memory while it waits, beside its value, bytes. */
    int OVERHEAD_BYTES = 200;

    /** What it takes in memory while it waits, bytes. */
    default int bytes() {
        return OVERHEAD_BYTES;
    }

    /** A change of one key. */
    sealed interface OfKey extends DiskWrite {
        WrappedByteArray key();
    }

    /** @param order what it may not replace */
    record Put(WrappedByteArray key, StoredEntry entry, ValueOrder order) implements OfKey {
        Put(WrappedByteArray key, StoredEntry entry) {
            this(key, entry, ValueOrder.NONE);
        }

        @Override
        public int bytes() {
            return OVERHEAD_BYTES + entry.value().length;
        }

        boolean isOrdered() {
            return order != ValueOrder.NONE;
        }

        boolean isOlder(StoredEntry than) {
            return order.isOlder(entry.value(), than.value());
        }
    }

    record Removal(WrappedByteArray key) implements OfKey {}

    /** Removes what is due, unless it was written again; then only its entry in the index. */
    record Purge(Due due) implements DiskWrite {}

    /** Removes all keys that start with a byte. */
    record SegmentRemoval(int segment) implements DiskWrite {}
}
