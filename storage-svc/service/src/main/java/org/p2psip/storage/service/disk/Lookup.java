package org.p2psip.storage.service.disk;

/** What is known of a key without the disk. */
sealed interface Lookup {
    Lookup ABSENT = new Absent();
    Lookup ON_DISK = new OnDisk();

    record Absent() implements Lookup {}

    /** It may be there: only the disk knows. */
    record OnDisk() implements Lookup {}

    /** It is there, expired or not. */
    record Found(StoredEntry entry) implements Lookup {}

    /**
     * What {@code RocksDB.keyMayExist} tells of a key that may exist.
     *
     * @param value null when memory does not have it; empty, though it is said to be found, when memory does not even
     *              have the index of a file that may
     */
    static Lookup of(byte[] value) {
        return value == null || value.length == 0 ? ON_DISK : new Found(StoredEntry.decode(value));
    }
}
